package meander.training.run;

import java.util.List;

/** Why a run cannot go on, with its sentence, and what is needed to say it in another language. */
final class RunOutcome extends Exception {
    private static final long serialVersionUID = 1;

    private final TrainingEvent.Ended.Reason reason;
    private final transient List<String> arguments;

    RunOutcome(TrainingEvent.Ended.Reason reason, String sentence, String... arguments) {
        super(sentence, null, false, false);
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    TrainingEvent.Ended.Reason reason() {
        return reason;
    }

    List<String> arguments() {
        return arguments;
    }
}
