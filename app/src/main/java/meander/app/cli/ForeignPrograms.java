package meander.app.cli;

import java.util.Optional;

import meander.models.family.ProgramPolicy;
import meander.models.process.Confinement;
import meander.models.process.ConfinementLack;
import meander.models.program.ConfinementFault;
import picocli.CommandLine.Option;

/** {@code --unconfined}: what may be done with files that hold a program, on systems that cannot confine one. */
final class ForeignPrograms {
    @Option(names = "--unconfined", description = "run the program of an .onnx or TorchScript file even where this system cannot keep it from your files; only for files of people you trust")
    private boolean unconfined;

    ProgramPolicy policy() {
        return unconfined ? ProgramPolicy.RUN_UNCONFINED : ProgramPolicy.RUN_CONFINED;
    }

    /** How such a program runs on this system, in words. */
    static String confinement() {
        return lacking().map(why -> "unconfined: " + why).orElse("confined: it reaches no files, no network, no other programs");
    }

    private static Optional<String> lacking() {
        return switch (Confinement.ofThisSystem().holds()) {
            case Confinement.Holds.Full _ -> Optional.empty();
            case Confinement.Holds.Partial(ConfinementLack lacking) -> Optional.of(ConfinementFault.of(lacking).english());
            case Confinement.Holds.None(ConfinementLack why) -> Optional.of(ConfinementFault.of(why).english());
        };
    }
}
