package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import meander.app.explore.ExploreModule;
import meander.app.shell.AppContext;

/** What the library shows while it is being designed: models of several families, tags, a file that is gone, one that does not open. */
final class LibraryDemo {
    private static final Path FIXTURES = Path.of("../../shared/fixtures");

    private LibraryDemo() {}

    /** @param deed {@code library}, {@code library-missing}, {@code library-refused}, {@code library-explore} */
    static void play(AppContext works, String deed) {
        try {
            Path folder = Files.createTempDirectory("models");
            Path gone = Files.writeString(folder.resolve("afhq-v2.pkl"), "gone soon");
            Path bad = Files.writeString(folder.resolve("download.pth"), "<html>");
            List<Path> files = List.of(FIXTURES.resolve("sg2ada_cond_tiny32_proto3.pkl").toAbsolutePath().normalize(), gone, bad,
                    FIXTURES.resolve("cyclegan_resnet9_ngf8_zip.pth").toAbsolutePath().normalize(),
                    FIXTURES.resolve("trained").toAbsolutePath().normalize());
            works.library().add(files, first -> {
                works.library().addTag(first, "conditional");
                works.library().addTag(first, "to keep");
                works.library().select(switch (deed) {
                    case "library-missing" -> gone;
                    case "library-refused" -> bad;
                    default -> first;
                });
                try {
                    Files.delete(gone);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                works.library().refresh();
                if (deed.equals("library-explore")) works.window().show(ExploreModule.ID);
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
