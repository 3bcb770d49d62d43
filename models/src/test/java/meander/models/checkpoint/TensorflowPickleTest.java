package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import meander.models.checkpoint.Rejected.Reason;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorflowPickleTest {
    @TempDir
    private Path folder;

    @Test
    void holdsGeneratorDiscriminatorAndMovingAverage() {
        Checkpoint checkpoint = CheckpointFixtures.open(CheckpointFixtures.path("tf_sg2_labelconcat_tiny32.pkl"));

        assertThat(checkpoint.container()).isEqualTo(ContainerFormat.PICKLE);
        assertThat(checkpoint.networks()).containsOnlyKeys("G", "D", "Gs");
        StateDict average = checkpoint.networks().get("Gs");
        assertThat(average.className()).isEqualTo("G_main");
        assertThat(average.modules()).containsExactly("synthesis", "mapping");
        assertThat(average.tensors()).hasSize(70);
        assertThat(average.tensors().keySet()).startsWith("lod", "dlatent_avg", "synthesis/noise0")
                .endsWith("mapping/Dense3/bias");
        assertThat(average.tensors().get("synthesis/32x32/Conv0_up/weight").shape()).containsExactly(3, 3, 24, 16);
    }

    @Test
    void keepsNumbersWithoutAxesAndPlainAttributes() {
        StateDict average = CheckpointFixtures.open(CheckpointFixtures.path("tf_sg2ada_cond_tiny32.pkl")).networks().get("Gs");

        StoredTensor strength = average.tensors().get("synthesis/8x8/Conv1/noise_strength");
        assertThat(strength.shape()).isEmpty();
        assertThat(strength.floats()).hasSize(1);
        assertThat(average.attributes()).containsEntry("version", 5L).containsEntry("name", "Gs")
                .containsEntry("synthesis/build_func_name", "G_synthesis");
        assertThat(average.attributes().get("static_kwargs")).asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("conv_clamp", 256L).containsEntry("label_size", 5L);
        assertThat(average.attributes().keySet()).noneMatch(name -> name.contains("module_src"));
    }

    @Test
    void oneNetworkAloneOpensToo() throws IOException {
        Checkpoint checkpoint = CheckpointFixtures.open(write(network().stop()));

        assertThat(checkpoint.networks()).containsOnlyKeys("");
        assertThat(checkpoint.networks().get("").tensors()).containsOnlyKeys("lod");
        assertThat(checkpoint.networks().get("").attributes()).isEqualTo(Map.of("name", "G"));
    }

    @Test
    void networksLieInDictsAsOthersDo() throws IOException {
        byte[] dict = PickleAssembler.protocol(4).op('}').text("Gs").raw(network().bytes()).op('s').stop();

        assertThat(CheckpointFixtures.open(write(dict)).networks()).containsOnlyKeys("Gs");
    }

    @Test
    void aTupleOfAnythingElseHoldsNoNetwork() throws IOException {
        byte[] content = PickleAssembler.protocol(4).op('(').number(1).text("G").op('N', 't').stop();

        assertThat(CheckpointFixtures.refuse(write(content)).reason()).isEqualTo(Reason.NO_NETWORK);
    }

    @Test
    void aNetworkThatIsItsOwnComponentIsRefused() throws IOException {
        // Memo 0 is the network and 1 its components: what is deeper than any network is not walked down.
        byte[] content = PickleAssembler.protocol(4).stackGlobal("dnnlib.tflib.network", "Network").op(')', 0x81).ops("q\0")
                .op('}', '(').text("components").op('}').text("inner").ops("h\0").op('s', 'u', 'b').stop();

        Rejected rejected = CheckpointFixtures.refuse(write(content));

        assertThat(rejected.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(rejected.details()).isEqualTo(List.of("levels of nesting", 64L));
    }

    @Test
    void whatIsNoVariableIsLeftOut() throws IOException {
        byte[] content = PickleAssembler.protocol(4).stackGlobal("tfutil", "Network").op(')', 0x81).op('}', '(').text("variables")
                .op(']', '(').text("alone").number(1).text("name").op(0x86).text("lod").real(2).op(0x86).op('e')
                .text("components").number(7).text("build_module_src").text("import os").op('u', 'b').stop();

        StateDict network = CheckpointFixtures.open(write(content)).networks().get("");

        assertThat(network.tensors()).containsOnlyKeys("lod");
        assertThat(network.attributes()).isEmpty();
    }

    private static PickleAssembler network() {
        return PickleAssembler.protocol(4).stackGlobal("dnnlib.tflib.network", "Network").op(')', 0x81).op('}', '(').text("name")
                .text("G").text("variables").op(']').text("lod").real(1.5).op(0x86, 'a').op('u', 'b');
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("network.pkl"), content);
    }
}
