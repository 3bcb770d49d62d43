package meander.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import meander.app.base.Message;
import meander.app.base.Texts;
import meander.app.gpu.GpuPurpose;
import meander.models.render.Devices;
import meander.models.render.RenderSettings.Device;
import meander.ui.Messages;

class MachineInfoTest {
    @Test
    void everyOutcomeHasASentence() {
        Texts texts = new Texts(new Messages(Locale.ENGLISH));
        for (Devices.Why why : Devices.Why.values())
            for (MachineInfo.Training training : MachineInfo.Training.values())
                for (Message sentence : new MachineInfo(List.of(), Optional.of(new Devices.Choice(Device.CPU, why)), training)
                        .says())
                    assertThat(texts.say(sentence)).endsWith(".");
    }

    @Test
    void aPersonWhoChoseTheProcessorDrawsOnItWhateverThereIs() {
        MachineInfo machine = new MachineInfo(List.of("NVIDIA A2 (16 GB)"), Optional.empty(), MachineInfo.Training.AS_IT_COMES);
        assertThat(machine.device()).isEqualTo(Device.CPU);
        assertThat(machine.says().subList(0, 2)).containsExactly(Message.of("machine.cards", "NVIDIA A2 (16 GB)"),
                Message.of("machine.drawing.CHOSEN"));
    }

    @Test
    void onlyWhatWasTriedCanFail() {
        MachineInfo failed = new MachineInfo(List.of(), Optional.of(new Devices.Choice(Device.CPU, Devices.Why.GPU_FAILED)),
                MachineInfo.Training.GPU_FAILED);
        assertThat(failed.failed()).containsExactly(GpuPurpose.DRAWING, GpuPurpose.TRAINING);
        assertThat(new MachineInfo(List.of(), Optional.empty(), MachineInfo.Training.AS_IT_COMES).failed()).isEmpty();
        assertThat(new MachineInfo(List.of(), Optional.of(new Devices.Choice(Device.GPU, Devices.Why.GPU_WORKS)),
                MachineInfo.Training.GPU_WORKS).failed()).isEmpty();
    }

    /** Lines as the driver's tool writes them on machines with two cards, with none that tells its memory, and with none. */
    @Test
    void cardsAreReadFromWhatTheDriverSays() {
        assertThat(GraphicsCards.read("NVIDIA H100 80GB HBM3, 81559\nNVIDIA GeForce RTX 3060, 12288\n"))
                .containsExactly("NVIDIA H100 80GB HBM3 (86 GB)", "NVIDIA GeForce RTX 3060 (13 GB)");
        assertThat(GraphicsCards.read("NVIDIA GB10, [N/A]\n")).containsExactly("NVIDIA GB10");
        assertThat(GraphicsCards.read("")).isEmpty();
    }
}
