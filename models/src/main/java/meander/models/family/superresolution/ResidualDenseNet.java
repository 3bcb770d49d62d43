package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;

/**
 * A residual dense network (Zhang et al., arXiv:1802.08797 §3): local fusion in each block, global fusion of all of them, then an
 * up-sampling net. Names are those of its Keras version, in lower case.
 *
 * @param pictures channels of both pictures
 * @param width    feature maps outside of the blocks (G₀)
 * @param growth   feature maps that each layer of a block adds (G)
 * @param blocks   D
 * @param layers   of a block (C)
 * @param narrow   feature maps of the up-sampling net's second layer
 * @param enlarged feature maps behind it
 * @param scale    how many times larger
 */
record ResidualDenseNet(int pictures, int width, int growth, int blocks, int layers, int narrow, int enlarged,
        int scale) implements SuperResolutionNetwork {
    @Override
    public String title() {
        return "RDN";
    }

    @Override
    public int inputs() {
        return pictures;
    }

    @Override
    public int outputs() {
        return pictures;
    }

    @Override
    public int reach() {
        return 2 + blocks * layers + 1 + 2 + 1 + 1 + 1;
    }

    @Override
    public Value picture(Scope scope, Value x) {
        Value shallow = same(scope.at("f_m1"), x, width, 3);
        Value y = same(scope.at("f_0"), shallow, width, 3);
        Value all = null;
        for (int i = 1; i <= blocks; i++) {
            y = block(scope, i, y);
            all = all == null ? y : all.concat(1, y);
        }
        y = same(scope.at("gff_2"), same(scope.at("gff_1"), all, width, 1), width, 3).add(shallow);
        y = same(scope.at("upn1"), y, width, 5).relu();
        y = same(scope.at("upn2"), y, narrow, 3).relu();
        y = same(scope.at("upn3"), y, enlarged, 3);
        return same(scope.at("sr"), y.upsampleNearest(scale), pictures, 3);
    }

    private Value block(Scope scope, int block, Value x) {
        Value all = x;
        for (int i = 1; i <= layers; i++)
            all = all.concat(1, same(scope.at("f_" + block + "_" + i), all, growth, 3).relu());
        return same(scope.at("lff_" + block), all, width, 1).add(x);
    }

    private static Value same(Scope at, Value x, int out, int kernel) {
        return Convolution.apply(at, x, out, kernel, 1, kernel / 2, true);
    }
}
