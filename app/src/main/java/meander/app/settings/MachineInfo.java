package meander.app.settings;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import meander.app.base.Message;
import meander.app.gpu.GpuPurpose;
import meander.app.settings.AppSettings.Drawing;
import meander.models.render.Devices;
import meander.models.render.RenderSettings.Device;
import meander.training.run.TrainingDevices;

/**
 * What this machine can work with, as far as it was tried.
 *
 * @param cards    names of the graphics cards that were found
 * @param drawing  where pictures are drawn and why; empty where a person has chosen the CPU and nothing was tried
 * @param training where networks learn
 */
public record MachineInfo(List<String> cards, Optional<Devices.Choice> drawing, Training training) {
    /** How it came about where networks learn. */
    public enum Training {
        /** What comes along is for the CPU, and no other build is named. */
        AS_IT_COMES,
        /** The build that a person has named trains on the GPU. */
        GPU_WORKS,
        /** The build that a person has named failed its trial. */
        GPU_FAILED
    }

    /** Looks and tries, each trial in a process of its own; may take seconds where there is a GPU. Not for the window's thread. */
    public static MachineInfo look(Drawing wanted) {
        Training training = !TrainingDevices.ownLibrary()
                ? Training.AS_IT_COMES
                : TrainingDevices.gpuWorks() ? Training.GPU_WORKS : Training.GPU_FAILED;
        return new MachineInfo(GraphicsCards.found(), choose(wanted), training);
    }

    private static Optional<Devices.Choice> choose(Drawing wanted) {
        return wanted == Drawing.CPU ? Optional.empty() : Optional.of(Devices.choose());
    }

    /** What was tried on a graphics card and failed. */
    public Set<GpuPurpose> failed() {
        EnumSet<GpuPurpose> failed = EnumSet.noneOf(GpuPurpose.class);
        if (drawing.filter(choice -> choice.device() == Device.CPU).isPresent()) failed.add(GpuPurpose.DRAWING);
        if (training == Training.GPU_FAILED) failed.add(GpuPurpose.TRAINING);
        return failed;
    }

    /** Where pictures are drawn. */
    public Device device() {
        return drawing.map(Devices.Choice::device).orElse(Device.CPU);
    }

    /** What it comes to, in plain sentences, one for the cards, one for drawing, one for training. */
    public List<Message> says() {
        Message found = cards.isEmpty()
                ? Message.of("machine.cards.none")
                : Message.of("machine.cards", String.join(", ", cards));
        String draws = drawing.map(choice -> "machine.drawing." + choice.why().name()).orElse("machine.drawing.CHOSEN");
        return List.of(found, Message.of(draws), Message.of("machine.training." + training.name()));
    }

    /** What a crash report says of it. */
    public String line() {
        return (cards.isEmpty() ? "no NVIDIA card" : String.join(", ", cards)) + "; drawing on the " + device() + " ("
                + drawing.map(choice -> choice.why().name()).orElse("CHOSEN") + "), training " + training;
    }
}
