package meander.models.family.biggan;

import java.util.List;

import meander.models.graph.Graph;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.NonLocal;

/**
 * The BigGAN generator (Brock et al., arXiv:1809.11096 §3 and appendix B, figures 15 and 16): residual blocks whose batch normalisation
 * is told the class and, where z is split or handed on, the latent.
 *
 * @param layout how a file names and keeps the layers
 * @param deep   BigGAN-deep: bottlenecks of four convolutions, and z whole in every block
 * @param split  whether z is split into a chunk for the first layer and one for each block
 * @param zDim   dimensions of z
 * @param classes labels
 * @param bottom side of what the first layer gives
 * @param blocks in order
 */
record BigGan(Layout layout, boolean deep, boolean split, int zDim, int classes, int bottom, List<Block> blocks) {
    /**
     * A residual block.
     *
     * @param in        feature maps
     * @param hidden    feature maps inside of a bottleneck
     * @param out       feature maps
     * @param up        whether it doubles the size
     * @param attention whether a non-local block follows
     */
    record Block(int in, int hidden, int out, boolean up, boolean attention) {}

    BigGan {
        blocks = List.copyOf(blocks);
    }

    int size() {
        return blocks.stream().mapToInt(block -> block.up() ? 2 : 1).reduce(bottom, (a, b) -> a * b);
    }

    /**
     * {@code z [1,z_dim]}, {@code c [1,classes]}, the share of each class, and what the layout asks for → {@code picture [1,3,H,W]}. Cut
     * after each block.
     *
     * @param picture the name of the output
     */
    Graph graph(String picture) {
        Graph graph = new Graph();
        Scope scope = Scope.root(graph);
        Value z = graph.input("z", 1, zDim);
        Value y = layout.embedded(scope, graph.input("c", 1, classes)); // [N,embedding]
        Value all = deep ? layout.joined(y, z) : y;
        Value first = deep ? all : split ? chunk(z, 0) : z;
        Value x = layout.first(scope, first, blocks.getFirst().in(), bottom); // [N,in,bottom,bottom]
        for (int i = 0; i < blocks.size(); i++) {
            Value condition = split ? y.concat(1, chunk(z, i + 1)) : all;
            Block block = blocks.get(i);
            Scope at = layout.block(scope, i, blocks);
            x = deep ? bottleneck(at, block, x, condition) : residual(at, block, x, condition); // [N,out,H,W]
            if (block.attention()) x = NonLocal.apply(x, layout.attention(scope, i, blocks, x.shape().dim(1)));
            graph.cut(x.shape().dim(3) + " px", null);
        }
        graph.output(picture, layout.last(scope, x).tanh());
        return graph;
    }

    private Value chunk(Value z, int index) {
        int size = zDim / (blocks.size() + 1);
        return z.slice(1, index * size, (index + 1) * size);
    }

    /** Figure 15b. */
    private Value residual(Scope at, Block block, Value x, Value condition) {
        Value h = layout.normalised(at, 0, x, condition).relu();
        h = layout.convolved(at, 0, block.up() ? h.upsampleNearest(2) : h, block.out(), 3);
        h = layout.convolved(at, 1, layout.normalised(at, 1, h, condition).relu(), block.out(), 3);
        Value shortcut = layout.shortcut(at, x, block.out()); // before doubling the size, which is the same for less
        return h.add(block.up() ? shortcut.upsampleNearest(2) : shortcut);
    }

    /** Figure 16b. The shortcut drops feature maps that are too many. */
    private Value bottleneck(Scope at, Block block, Value x, Value condition) {
        Value h = layout.convolved(at, 0, layout.normalised(at, 0, x, condition).relu(), block.hidden(), 1);
        h = layout.normalised(at, 1, h, condition).relu();
        h = layout.convolved(at, 1, block.up() ? h.upsampleNearest(2) : h, block.hidden(), 3);
        h = layout.convolved(at, 2, layout.normalised(at, 2, h, condition).relu(), block.hidden(), 3);
        h = layout.convolved(at, 3, layout.normalised(at, 3, h, condition).relu(), block.out(), 1);
        Value shortcut = block.in() > block.out() ? x.slice(1, 0, block.out()) : x;
        return h.add(block.up() ? shortcut.upsampleNearest(2) : shortcut);
    }

    /** How a file names and keeps the layers. */
    interface Layout {
        int PICTURES = 3;

        /** c {@code [N,classes]} → what blocks are told of it {@code [N,embedding]}. */
        Value embedded(Scope generator, Value c);

        /** Class and latent together, {@code [N,embedding+z_dim]}, in the order in which the file's layers take them. */
        Value joined(Value y, Value z);

        /** {@code [N,D]} → {@code [N,out,side,side]}. */
        Value first(Scope generator, Value latent, int out, int side);

        Scope block(Scope generator, int index, List<Block> blocks);

        /** The block's batch normalisation {@code index}, counted from 0. @param condition {@code [N,D]} */
        Value normalised(Scope block, int index, Value x, Value condition);

        /** The block's convolution {@code index}, counted from 0, same size. */
        Value convolved(Scope block, int index, Value x, int out, int size);

        /** The block's convolution beside the others. */
        Value shortcut(Scope block, Value x, int out);

        /** The non-local block after a block of {@code channels}. */
        NonLocal.Kernels attention(Scope generator, int index, List<Block> blocks, int channels);

        /** Batch normalisation, ReLU and convolution, {@code [N,3,H,W]}. */
        Value last(Scope generator, Value x);
    }

    /** Same size. */
    static Value convolved(Value x, Value kernel, Value bias) {
        return x.conv2d(kernel, Padding.all(kernel.shape().dim(2) / 2)).add(bias.channels());
    }
}
