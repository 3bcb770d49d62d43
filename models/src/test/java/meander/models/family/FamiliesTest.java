package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;

class FamiliesTest {
    @Test
    void openWhateverAFamilyRecognises() {
        Checkpoint checkpoint = MadeUpStyleGan2.of(s -> {}).checkpoint(MadeUpStyleGan2.Dialect.NESTED);
        assertThat(Families.installed().open(checkpoint, Map.of())).isInstanceOfSatisfying(OpenResult.Ready.class,
                ready -> assertThat(ready.model().info().family()).isEqualTo("StyleGAN2"));
    }

    @Test
    void passOnWhatAPersonAnswered() {
        Checkpoint checkpoint = file(Map.of());
        Family asking = new Family() {
            @Override
            public String name() {
                return "asking";
            }

            @Override
            public Optional<Candidate> recognise(Checkpoint file) {
                assertThat(file).isSameAs(checkpoint);
                return Optional.of(answers -> new OpenResult.Refused(
                        Rejected.because(Rejected.Reason.DOES_NOT_FIT, answers.get("slope"), 1, "x")));
            }
        };
        assertThat(new Families(List.of(asking)).open(checkpoint, Map.of("slope", "0.2")))
                .isInstanceOfSatisfying(OpenResult.Refused.class, refused -> assertThat(refused.why().details()).contains("0.2"));
    }

    @Test
    void sayThatADiscriminatorCannotDraw() {
        assertThat(refusal(file(tensors("b32.fromrgb.weight", "b4.conv.weight", "b4.fc.weight", "b4.out.weight"))).reason())
                .isEqualTo(Rejected.Reason.DISCRIMINATOR_ONLY);
    }

    @Test
    void nameTheFirstKeysOfWhatTheyDoNotKnow() {
        Rejected why = refusal(file(tensors("wte.weight", "wpe.weight", "ln.weight", "ln.bias", "head.weight")));
        assertThat(why.reason()).isEqualTo(Rejected.Reason.UNKNOWN_FAMILY);
        assertThat(why.sentence()).contains("made-up.pth").contains("wte.weight, wpe.weight, ln.weight, ln.bias")
                .doesNotContain("head");
    }

    @Test
    void sayWhatAnUnknownNetworkResembles() {
        Rejected why = refusal(file(tensors("module.mapping.fc0.weight", "module.mapping.w_avg", "module.synthesis.b16.const",
                "module.synthesis.b8.conv0.weight", "module.synthesis.b8.torgb.weight", "module.extra.weight")));
        assertThat(why.reason()).isEqualTo(Rejected.Reason.UNKNOWN_RELATIVE);
        assertThat(why.sentence()).contains("StyleGAN2: it has 5 of", "7 usual names")
                .contains("synthesis.b#.conv#.affine.weight");
        assertThat(why.report()).contains("has besides: extra.weight").contains("  module.synthesis.b8.conv0.weight [2, 2] F32");
    }

    @Test
    void knowTheNamesThatTheirOwnFilesHave() {
        for (String name : Fixtures.GENERATORS) {
            Checkpoint checkpoint = (Checkpoint) Checkpoints.open(Fixtures.path(name));
            String family = Fixtures.open(Fixtures.path(name)).info().family();
            assertThat(NearestFamily.of(checkpoint, Families.installed().all())).as(name)
                    .hasValueSatisfying(kin -> assertThat(kin.family()).isEqualTo(family));
        }
    }

    @Test
    void refuseAFileThatIsNotThere() {
        OpenResult result = Families.installed().open(Path.of("no", "such.pkl"), Map.of(), progress -> {}, () -> false);
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class,
                refused -> assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.MISSING_FILE));
    }

    private static Rejected refusal(Checkpoint checkpoint) {
        OpenResult result = Families.installed().open(checkpoint, Map.of());
        assertThat(result).isInstanceOf(OpenResult.Refused.class);
        return ((OpenResult.Refused) result).why();
    }

    private static SequencedMap<String, StoredTensor> tensors(String... names) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : names)
            tensors.put(name, StoredTensor.of(new float[4], 2, 2));
        return tensors;
    }

    private static Checkpoint file(Map<String, StoredTensor> tensors) {
        StateDict state = new StateDict(new LinkedHashMap<>(tensors), new LinkedHashMap<>(), new LinkedHashSet<>(), "");
        return new Checkpoint(Path.of("made-up.pth"), ContainerFormat.TORCH_ZIP, new LinkedHashMap<>(Map.of("", state)),
                new LinkedHashMap<>());
    }
}
