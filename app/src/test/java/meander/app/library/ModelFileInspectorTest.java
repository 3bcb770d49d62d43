package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.Message;
import meander.app.explore.PngImageStore;
import meander.app.library.ModelInspector.Glance;
import meander.app.library.ModelInspector.Reading;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.family.Families;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;

class ModelFileInspectorTest {
    @TempDir
    Path folder;
    private final ModelFileInspector files = new ModelFileInspector(Families.installed()::open,
            model -> Renderers.open(model, RenderSettings.DEFAULT), network -> Renderers.open(network, RenderSettings.DEFAULT),
            new PngImageStore());
    private Path model;

    @BeforeEach
    void copy() throws IOException {
        model = folder.resolve("tiny.pkl");
        try (InputStream in = ModelFileInspectorTest.class.getResourceAsStream("/fixtures/sg2ada_tiny32.pkl")) {
            Files.copy(in, model);
        }
    }

    @Test
    void aGlanceTellsWhatAModelIsAndDrawsIt() {
        assertThat(glance(model, false)).isInstanceOfSatisfying(Glance.Seen.class, seen -> {
            assertThat(seen.facts().family()).isEqualTo("StyleGAN2");
            assertThat(seen.facts().size()).isEqualTo("32 px");
            assertThat(seen.hash()).hasSize(64);
            assertThat(seen.picture()).hasValueSatisfying(png -> assertThat(new String(png, 1, 3)).isEqualTo("PNG"));
        });
    }

    @Test
    void aTranslatorIsShownByWhatItMakesOfASample() throws IOException {
        Path file = folder.resolve("upscale-x2.safetensors");
        try (InputStream in = meander.app.Main.class.getResourceAsStream("bundled/upscale-x2.safetensors")) {
            Files.copy(in, file);
        }
        assertThat(glance(file, false)).isInstanceOfSatisfying(Glance.Seen.class, seen -> {
            assertThat(seen.facts().translates()).isTrue();
            assertThat(seen.picture()).hasValueSatisfying(png -> assertThat(new String(png, 1, 3)).isEqualTo("PNG"));
        });
    }

    @Test
    void whatHasAPictureIsNotDrawnAgain() {
        assertThat(glance(model, true)).isInstanceOfSatisfying(Glance.Seen.class, seen -> assertThat(seen.picture()).isEmpty());
    }

    @Test
    void whatDoesNotOpenHasAReason() throws IOException {
        Path page = Files.writeString(folder.resolve("page.pkl"), "<html>");
        assertThat(glance(page, false)).isInstanceOfSatisfying(Glance.Refused.class,
                refused -> assertThat(refused.why().key()).isEqualTo("rejected.WEB_PAGE"));
        assertThat(glance(folder.resolve("none.pkl"), false)).isInstanceOf(Glance.Refused.class);
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("spec.json"), "{}");
        assertThat(glance(run, false)).isInstanceOfSatisfying(Glance.Refused.class,
                refused -> assertThat(refused.why().key()).isEqualTo("open.run-without-model"));
    }

    @Test
    void readingGivesEveryTensorAndWhatAPictureCosts() {
        assertThat(read()).satisfies(dossier -> {
            assertThat(dossier.container()).isEqualTo("pickle");
            assertThat(dossier.tensors()).anyMatch(row -> row.network().equals("G_ema"))
                    .anyMatch(row -> row.network().equals("D"));
            assertThat(dossier.licence()).isEmpty();
            ModelDetails.PictureCost cost = dossier.cost().orElseThrow();
            assertThat(cost.width()).isEqualTo(32);
            // The four convolutions at 32 and 16 pixels alone; all layers together are not three times that.
            assertThat(cost.flops()).isGreaterThan(1e6).isLessThan(1e9);
            assertThat(cost.activations()).isGreaterThanOrEqualTo(4.0 * 3 * 32 * 32);
            assertThat(cost.weights()).isEqualTo(4.0 * dossier.info().parameters());
        });
    }

    @Test
    void aLicenceIsFoundInAModelCardBesideTheFile() throws IOException {
        Files.writeString(folder.resolve("README.md"), "---\ntags: [gan]\nlicense: cc-by-nc-4.0\n---\n# Faces");
        assertThat(read().licence())
                .contains(new ModelDetails.Licence("cc-by-nc-4.0", Message.of("library.licence.card", "README.md")));
    }

    @Test
    void anyOtherReadmeSaysNothingOfALicenceAndALicenceBesideTheFileDoes() throws IOException {
        Files.writeString(folder.resolve("README.md"), "# Downloads\nlicense: no idea");
        assertThat(read().licence()).isEmpty();
        Files.writeString(folder.resolve("LICENSE.txt"), "\n  MIT License \n\nCopyright");
        assertThat(read().licence())
                .contains(new ModelDetails.Licence("MIT License", Message.of("library.licence.card", "LICENSE.txt")));
    }

    @Test
    void aLicenceIsFoundInTheFileItselfFirst() throws IOException {
        Path file = folder.resolve("a.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            new SafetensorsWriter(Map.of("modelspec.license", "Apache-2.0")).add("w", new int[]{1}, new float[]{1}).writeTo(out);
        }
        Files.writeString(folder.resolve("LICENSE"), "MIT");
        assertThat(LicenseFinder.of(file, (Checkpoint) Checkpoints.open(file)))
                .contains(new ModelDetails.Licence("Apache-2.0", Message.of("library.licence.file")));
    }

    private Glance glance(Path file, boolean pictured) {
        return files.glance(file, _ -> Map.of(), _ -> pictured, () -> false);
    }

    private ModelDetails read() {
        return ((Reading.Read) files.read(model, _ -> Map.of(), () -> false)).dossier();
    }
}
