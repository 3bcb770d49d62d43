package meander.models.family.progan;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Dialect;
import meander.models.family.Family;

/** ProGAN as it is trained here, as its authors' TensorFlow code writes it, and as two PyTorch ports do. */
public final class ProGanFamily implements Family {
    static final String NAME = "ProGAN";
    private static final List<Dialect> DIALECTS = List.of(new MeanderDialect(), new ProGanTensorflowDialect(),
            new GandissectDialect(), new GanZooDialect());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1710.10196";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(List.of("layer#.conv.weight", "layer#.wscale.b", "output_#x#.conv.weight"),
                List.of("features.#.conv.weight", "features.#.wscale.b", "output.conv.weight"),
                List.of("formatLayer.module.weight", "groupScale#.#.module.weight", "scaleLayers.#.#.module.weight",
                        "toRGBLayers.#.module.weight"),
                List.of("#x#/Conv#/weight", "#x#/Conv#_up/weight", "#x#/Dense/weight", "ToRGB_lod#/weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return Dialect.first(DIALECTS, checkpoint)
                .map(reading -> Candidate.of(_ -> ProGanModel.open(checkpoint.file(), reading), _ -> reading.original()));
    }
}
