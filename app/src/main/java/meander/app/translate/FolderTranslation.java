package meander.app.translate;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import meander.app.base.ErrorMessages;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.picture.PictureFileNames;
import meander.models.family.Translator;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateResult;
import meander.models.text.Phrase;
import meander.training.data.ImageTensors;

/**
 * A folder of pictures through a pane’s network into another folder. A picture that cannot be used is listed and the rest goes on; what
 * is there already stays, unless a person has said otherwise.
 *
 * @param only what is translated; all pictures of the folder where it is empty
 */
record FolderTranslation(Path from, Path to, PaneState state, int tile, boolean overwrite, List<Path> only) {
    /** What came of it. @param done how many were translated, @param there pictures whose translations’ names were taken */
    record Report(FolderTranslation run, int done, List<Path> there, List<SkippedFiles> leftOut) {}

    /** The same again for pictures that were left alone because of others of their names. */
    FolderTranslation again(List<Path> there) {
        return new FolderTranslation(from, to, state, tile, true, there);
    }

    /** Does it, on a thread of its own. Once cancelled, what is done stays. */
    Report run(Function<Translator, PictureTranslator> translators, RasterStore pictures, Task.Row row) throws IOException {
        List<Path> sources = only.isEmpty() ? pictures(from) : only;
        List<Path> there = new ArrayList<>();
        List<SkippedFiles> leftOut = new ArrayList<>();
        int done = 0;
        Files.createDirectories(to);
        try (TranslatorEngines engines = new TranslatorEngines(translators)) {
            for (int i = 0; i < sources.size() && !row.cancelled(); i++) {
                int before = i;
                Path source = sources.get(i);
                Path target = to.resolve(source.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".png");
                row.progress((double) i / sources.size());
                if (Files.exists(target) && Files.isSameFile(source, target)) {
                    leftOut.add(new SkippedFiles(source.getFileName().toString(), Message.of("translate.folder.itself")));
                    continue;
                }
                if (!overwrite && Files.exists(target)) {
                    there.add(source);
                    continue;
                }
                try {
                    RasterStore.Read input = pictures.read(source);
                    TranslateResult result = engines.translate(state.way(),
                            RasterTensors.of(input.picture(), state.way().getFirst().translator().traits()),
                            new TranslatorEngines.Manner(state, tile, Quality.FULL), row::cancelled,
                            share -> row.progress((before + share) / sources.size()));
                    switch (result) {
                        case TranslateResult.Translated(var pixels, _, _) -> {
                            pictures.save(target,
                                    ImageTensors.signed(pixels, state.way().getLast().translator().traits().range()), 1,
                                    input.source(), state, tile);
                            done++;
                        }
                        case TranslateResult.Failed(Phrase why, _) ->
                            leftOut.add(new SkippedFiles(source.getFileName().toString(), Message.of(why)));
                        case TranslateResult.Superseded() -> {
                        }
                    }
                } catch (UnusablePictureException e) {
                    leftOut.add(new SkippedFiles(source.getFileName().toString(), e.why()));
                } catch (OutOfMemoryError e) {
                    leftOut.add(new SkippedFiles(source.getFileName().toString(), ErrorMessages.message(e)));
                }
            }
        }
        return new Report(this, done, there, leftOut);
    }

    /** The files of a folder that are pictures by their names, in order. */
    static List<Path> pictures(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files)
                if (isPicture(file) && Files.isRegularFile(file)) found.add(file);
            found.sort(null);
            return found;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Whether a file’s name is that of a picture. */
    static boolean isPicture(Path file) {
        return PictureFileNames.isPicture(file);
    }
}
