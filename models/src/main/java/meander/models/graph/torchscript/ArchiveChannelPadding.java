package meander.models.graph.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Makes a TorchScript archive convolve whole blocks of channels only, one of 16 or several of 32: channels are filled up with zeros, and
 * what comes of them is cut away. For processors of which {@link CpuInstructionLimit} says that oneDNN gets a last block wrong that is not whole
 * or, above 64 channels, has no second half. Convolutions in several groups, which it gets right, stay as they are.
 */
final class ArchiveChannelPadding {
    private static final Pattern CALL = Pattern.compile("\\btorch\\.(conv[123]d|conv_transpose[123]d|_convolution)\\(");
    private static final String MODULE = "channel_padding";
    private static final String FILE = "code/__torch__/" + MODULE + ".py";
    /** Of any convolution, as torch itself calls and orders them. */
    private static final String PARAMETERS = """
            x: Tensor,
                kernel: Tensor,
                bias: Optional[Tensor],
                stride: List[int],
                padding: List[int],
                dilation: List[int],
                transposed: bool,
                output_padding: List[int],
                groups: int""";
    private static final String SOURCE = """
            def rest(channels: int) -> int:
              if channels > 16:
                missing = (32 - channels %% 32) %% 32
              else:
                missing = 16 - channels
              return missing
            def filled(x: Tensor,
                first: int,
                second: int) -> Tensor:
              if first + second > 0:
                y = torch.constant_pad_nd(x, [0] * (2 * torch.dim(x) - 4) + [0, second, 0, first], 0)
              else:
                y = x
              return y
            def whole(%2$s) -> Tensor:
              if groups == 1 and torch.dim(x) == torch.dim(kernel):
                first = __torch__.%1$s.rest(torch.size(kernel, 0))
                second = __torch__.%1$s.rest(torch.size(kernel, 1))
                if transposed:
                  in_rest = first
                  outputs = torch.size(kernel, 1)
                else:
                  in_rest = second
                  outputs = torch.size(kernel, 0)
                z = torch.convolution(__torch__.%1$s.filled(x, 0, in_rest), __torch__.%1$s.filled(kernel, first, second), None, stride, padding, dilation, transposed, output_padding, groups)
                if torch.size(z, 1) > outputs:
                  z0 = torch.narrow(z, 1, 0, outputs)
                else:
                  z0 = z
                if torch.__isnot__(bias, None):
                  y = torch.add(z0, torch.reshape(torch._unwrap_optional(bias), [-1] + [1] * (torch.dim(x) - 2)))
                else:
                  y = z0
              else:
                y = torch.convolution(x, kernel, bias, stride, padding, dilation, transposed, output_padding, groups)
              return y
            def _convolution(%2$s,
                benchmark: bool,
                deterministic: bool,
                cudnn: bool,
                tf32: bool=True) -> Tensor:
              return __torch__.%1$s.whole(x, kernel, bias, stride, padding, dilation, transposed, output_padding, groups)
            """
            .formatted(MODULE, PARAMETERS) + convolutions();

    private ArchiveChannelPadding() {}

    /** Of one to three dimensions, with what {@code torch} calls them by where an argument is left out. */
    private static String convolutions() {
        StringBuilder source = new StringBuilder();
        for (int dimensions = 1; dimensions <= 3; dimensions++) {
            String ones = "[" + "1, ".repeat(dimensions - 1) + "1]";
            String zeros = ones.replace('1', '0');
            source.append("""
                    def conv%1$dd(x: Tensor,
                        kernel: Tensor,
                        bias: Optional[Tensor]=None,
                        stride: List[int]=%2$s,
                        padding: List[int]=%3$s,
                        dilation: List[int]=%2$s,
                        groups: int=1) -> Tensor:
                      return __torch__.%4$s.whole(x, kernel, bias, stride, padding, dilation, False, %3$s, groups)
                    def conv_transpose%1$dd(x: Tensor,
                        kernel: Tensor,
                        bias: Optional[Tensor]=None,
                        stride: List[int]=%2$s,
                        padding: List[int]=%3$s,
                        output_padding: List[int]=%3$s,
                        groups: int=1,
                        dilation: List[int]=%2$s) -> Tensor:
                      return __torch__.%4$s.whole(x, kernel, bias, stride, padding, dilation, True, output_padding, groups)
                    """.formatted(dimensions, ones, zeros, MODULE));
        }
        return source.toString();
    }

    /** The same archive but for its convolutions; what of it tells where in whose Python a line was written is left out. */
    static byte[] rewrite(InputStream archive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Java's own reader of streams does not know entries that are stored with their size behind them, as torch writes them.
        try (ZipFile in = ZipFile.builder().setByteArray(archive.readAllBytes()).get();
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            String root = null;
            for (ZipArchiveEntry entry : Collections.list(in.getEntriesInPhysicalOrder())) {
                String name = entry.getName();
                if (root == null) root = name.substring(0, name.indexOf('/') + 1);
                if (entry.isDirectory() || name.endsWith(".debug_pkl") || name.equals(root + FILE)) continue;
                byte[] content = in.getInputStream(entry).readAllBytes();
                boolean code = name.startsWith(root + "code/") && name.endsWith(".py");
                TorchScriptArchive.store(out, name, code ? rewritten(content) : content);
            }
            TorchScriptArchive.store(out, root + FILE, SOURCE.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] rewritten(byte[] code) {
        return CALL.matcher(new String(code, StandardCharsets.UTF_8)).replaceAll("__torch__." + MODULE + ".$1(")
                .getBytes(StandardCharsets.UTF_8);
    }
}
