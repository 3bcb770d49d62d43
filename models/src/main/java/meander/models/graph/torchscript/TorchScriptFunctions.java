package meander.models.graph.torchscript;

/** What TorchScript has no operation for, or none that can be differentiated twice. */
final class TorchScriptFunctions {
    /** Bilinear look-up by gathering the four neighbours: torch's own {@code grid_sampler} has no second derivative. */
    static final String SOURCE = """
            def corner(x: Tensor,
                column: Tensor,
                row: Tensor,
                weight: Tensor) -> Tensor:
              h = torch.size(x, 2)
              w = torch.size(x, 3)
              inside = torch.mul(torch.mul(torch.ge(column, 0), torch.lt(column, w)), torch.mul(torch.ge(row, 0), torch.lt(row, h)))
              place = torch.add(torch.mul(torch.clamp(row, 0, h - 1), w), torch.clamp(column, 0, w - 1))
              index = torch.to(torch.reshape(place, [torch.size(x, 0), 1, -1]), 4)
              index = torch.expand(index, [-1, torch.size(x, 1), -1])
              found = torch.gather(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1]), 2, index)
              share = torch.reshape(torch.mul(weight, torch.type_as(inside, weight)), [torch.size(x, 0), 1, -1])
              return torch.mul(found, share)
            def look_up(x: Tensor,
                grid: Tensor) -> Tensor:
              at = torch.detach(grid)
              column = torch.div(torch.sub(torch.mul(torch.add(torch.select(at, 3, 0), 1), torch.size(x, 3)), 1), 2)
              row = torch.div(torch.sub(torch.mul(torch.add(torch.select(at, 3, 1), 1), torch.size(x, 2)), 1), 2)
              left = torch.floor(column)
              top = torch.floor(row)
              right = torch.sub(column, left)
              below = torch.sub(row, top)
              upper = torch.add(__torch__.corner(x, left, top, torch.mul(torch.rsub(right, 1), torch.rsub(below, 1))),
                  __torch__.corner(x, torch.add(left, 1), top, torch.mul(right, torch.rsub(below, 1))))
              lower = torch.add(__torch__.corner(x, left, torch.add(top, 1), torch.mul(torch.rsub(right, 1), below)),
                  __torch__.corner(x, torch.add(left, 1), torch.add(top, 1), torch.mul(right, below)))
              return torch.reshape(torch.add(upper, lower), [torch.size(x, 0), torch.size(x, 1), torch.size(grid, 1), torch.size(grid, 2)])
            """;

    private TorchScriptFunctions() {}
}
