package meander.app.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import meander.app.base.ErrorMessages;
import meander.app.base.Message;

/** A calm line above the stage. */
sealed interface TrainBanner {
    /** A run ended without a word; it can go on. */
    record Crashed(RunRow row) implements TrainBanner {}

    /** The run that is looked at goes on in another program. */
    record Elsewhere(RunRow row) implements TrainBanner {}

    /** Something did not work. @param details for a bug report */
    record Trouble(String key, Message why, String details) implements TrainBanner {
        static Trouble of(String key, Throwable thrown) {
            String sentence = thrown.getMessage();
            boolean plain = sentence != null && (thrown.getClass() == IOException.class
                    || thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException);
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            return new Trouble(key, plain ? Message.said(sentence) : ErrorMessages.message(thrown), trace.toString());
        }
    }
}
