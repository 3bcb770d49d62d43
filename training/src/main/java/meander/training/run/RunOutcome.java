package meander.training.run;

/** Why a run cannot go on, with its sentence. */
final class RunOutcome extends Exception {
    private static final long serialVersionUID = 1;

    private final TrainingEvent.Ended.Reason reason;

    RunOutcome(TrainingEvent.Ended.Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    TrainingEvent.Ended.Reason reason() {
        return reason;
    }
}
