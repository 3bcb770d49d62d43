package meander.models.process;

import java.io.IOException;
import java.util.List;

/** Where there is none: a process of the user's rights, of whose crash and hunger alone this one is safe. */
record NoConfinement(ConfinementLack why) implements Confinement {
    @Override
    public Holds holds() {
        return new Holds.None(why);
    }

    @Override
    public SharedMemory memory() throws IOException {
        return SharedMemory.ofFile();
    }

    @Override
    public ConfinedProcess start(Launch launch) throws IOException {
        return new PlainProcess(List.of(), launch, List.of("SystemRoot", "PATH", "LD_LIBRARY_PATH"), () -> {});
    }

    @Override
    public void computeOnly(long memory) {
        // There is nothing to give up.
    }
}
