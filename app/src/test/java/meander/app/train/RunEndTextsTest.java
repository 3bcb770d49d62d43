package meander.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.app.base.Texts;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingEvent.Ended.Reason;
import meander.ui.Messages;

/** What a training says that was not begun, in the language of the window. */
class RunEndTextsTest {
    private static String said(Locale language, Reason reason, String sentence, String... arguments) {
        TrainingEvent.Ended end = new TrainingEvent.Ended(1, 0, reason, sentence, List.of(arguments));
        return new Texts(new Messages(language)).say(new RunHistory().reason(end));
    }

    @ParameterizedTest
    @CsvSource({"4,'',over 4 parts,分成 4 部分", "4,32,over 4 parts,分成 4 部分", "'',32,at 32 pixels,使用 32 像素",
            "'','',A smaller batch size,减小批大小"})
    void tooLittleMemoryIsToldInEitherLanguage(String parts, String resolution, String english, String chinese) {
        String sentence = "This training needs about 9.5 GB of memory.";
        assertThat(said(Locale.ENGLISH, Reason.TOO_LARGE, sentence, "9.5", "8.0", parts, resolution)).contains("9.5 GB", "8.0 GB",
                english);
        assertThat(said(Locale.SIMPLIFIED_CHINESE, Reason.TOO_LARGE, sentence, "9.5", "8.0", parts, resolution))
                .contains("9.5 GB", "8.0 GB", chinese).doesNotContain("memory");
    }

    @Test
    void aMissingStateIsNamedInEitherLanguage() {
        String sentence = "This run cannot be resumed.";
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE))
            assertThat(said(language, Reason.NO_STATE, sentence, "state-000000040.safetensors", "/runs/a"))
                    .contains("state-000000040.safetensors", "meander train --resume /runs/a --weights-only --out OTHER");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, Reason.NO_STATE, sentence, "state-000000040.safetensors", "/runs/a"))
                .contains("缺失或已损坏").doesNotContain("resumed");
    }

    @Test
    void anEngineThatTellsNoDetailsIsQuoted() {
        assertThat(said(Locale.SIMPLIFIED_CHINESE, Reason.TOO_LARGE, "Too large.")).isEqualTo("Too large.");
    }
}
