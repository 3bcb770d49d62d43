package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import meander.app.crash.FiledReport;
import meander.ui.Messages;

class NoticesViewModelTest {
    private final NoticesViewModel notices = new NoticesViewModel();
    private final Path folder = Path.of("reports");

    @Test
    void oneThingAtATimeIsSaidInTheOrderInWhichTheyHappened() {
        notices.unwritable(null);
        assertThat(notices.shown().get()).isNull();
        notices.unwritable(Message.of("session.unwritable", "there"));
        notices.unwritable(Message.of("settings.unwritable", "there"));
        notices.say(new FiledReport(FiledReport.Kind.OURS, Optional.of(folder.resolve("a.txt")), "the report"));
        assertThat(notices.shown().get().what()).isEqualTo(Message.of("session.unwritable", "there"));
        notices.dismiss();
        assertThat(notices.shown().get()).isEqualTo(
                new Notice(Message.of("crash.OURS"), Message.of("crash.OURS.why", "a.txt"), "the report", Optional.of(folder)));
        notices.dismiss();
        assertThat(notices.shown().get()).isNull();
    }

    @Test
    void aReportThatCouldNotBeSavedCanStillBeCopied() {
        notices.say(new FiledReport(FiledReport.Kind.OURS, Optional.empty(), "the report"));
        assertThat(notices.shown().get())
                .isEqualTo(new Notice(Message.of("crash.OURS"), Message.of("crash.unwritten"), "the report", Optional.empty()));
    }

    @Test
    void everyKindOfReportHasItsWords() {
        for (FiledReport.Kind kind : FiledReport.Kind.values())
            assertThat(new Messages(Locale.ENGLISH).keys()).contains("crash." + kind, "crash." + kind + ".why");
    }
}
