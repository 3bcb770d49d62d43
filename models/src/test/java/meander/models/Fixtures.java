package meander.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator;

/** The checkpoints and reference outputs that tests run on. */
public final class Fixtures {
    /** Small files from latents to pictures, one or more of each family and tool that wrote it. */
    public static final List<String> GENERATORS = List.of("sg2ada_tiny32.pkl", "sg2ada_cond_tiny32_proto3.pkl",
            "sg2_from_sg3repo_tiny32.pkl", "tf_sg2_labelconcat_tiny32.pkl", "rosinality_sg2_32_train_nolatentavg.pt",
            "tf_stylegan1_32.pkl", "huangzh13_stylegan1_128_fused.pth", "tf_progan_32.pkl", "proggan_gandissect_oldkeys_16.pth",
            "ganzoo_pgan_32.pt", "lucidrains32_attn_rgba/model_3.pt", "sg3t_tiny32.pkl", "sg3r_tiny32.pkl",
            "biggan32_mybn_standing.pth", "biggan32_noshared_noattn.pth", "biggan64_hier_attn32.pth", "bigdeep32.pth",
            "hf_biggan_deep32.bin");

    private Fixtures() {}

    /** A file or folder under {@code src/test/resources/fixtures}. */
    public static Path path(String name) {
        try {
            return Path.of(Fixtures.class.getResource("/fixtures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A file of the shared folder beside the checkout, where there is one. */
    public static Optional<Path> shared(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared").resolve(name);
            if (file.toFile().exists()) return Optional.of(file);
        }
        return Optional.empty();
    }

    /** An opened model. @throws AssertionError if it is refused */
    public static NetworkModel open(Path file) {
        return switch (Families.installed().open(file, Map.of(), progress -> {}, () -> false)) {
            case OpenResult.Ready(NetworkModel model) -> model;
            case OpenResult.Ready(Model model) -> throw new AssertionError(model.info() + " is a program");
            case OpenResult.Translates _ -> throw new AssertionError("translates pictures");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    /** An opened translator. @throws AssertionError if it is refused */
    public static NetworkTranslator translator(Path file) {
        return translator(Families.installed().open(file, Map.of(), progress -> {}, () -> false));
    }

    public static NetworkTranslator translator(OpenResult opened) {
        return switch (opened) {
            case OpenResult.Translates(NetworkTranslator translator) -> translator;
            case OpenResult.Translates(Translator translator) -> throw new AssertionError(translator.info() + " is a program");
            case OpenResult.Ready _ -> throw new AssertionError("draws from latents");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    public static NpyArray array(Path file) {
        try {
            return NpyReader.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest difference between two arrays. */
    public static double distance(float[] a, float[] b) {
        if (a.length != b.length) throw new AssertionError(a.length + " values against " + b.length);
        double most = 0;
        for (int i = 0; i < a.length; i++)
            most = Math.max(most, Double.isNaN(a[i]) ? Double.POSITIVE_INFINITY : Math.abs(a[i] - b[i]));
        return most;
    }
}
