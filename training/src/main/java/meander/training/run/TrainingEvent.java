package meander.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * Something that happened in a training. The same events go to the listener, live, and to the run's {@code log.jsonl}, one per line,
 * so that whoever opens the folder of a run later sees what a listener saw; an event whose parts are missing or make no sense cannot be made,
 * and a line that tells of one is left out. {@code images} counts real pictures shown to the
 * discriminator since the run began, {@code at} is milliseconds since 1970.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({@JsonSubTypes.Type(value = TrainingEvent.Preparing.class, name = "preparing"),
        @JsonSubTypes.Type(value = TrainingEvent.Started.class, name = "started"),
        @JsonSubTypes.Type(value = TrainingEvent.Progress.class, name = "progress"),
        @JsonSubTypes.Type(value = TrainingEvent.Measured.class, name = "measured"),
        @JsonSubTypes.Type(value = TrainingEvent.Samples.class, name = "samples"),
        @JsonSubTypes.Type(value = TrainingEvent.Checkpoint.class, name = "checkpoint"),
        @JsonSubTypes.Type(value = TrainingEvent.Paused.class, name = "paused"),
        @JsonSubTypes.Type(value = TrainingEvent.Resumed.class, name = "resumed"),
        @JsonSubTypes.Type(value = TrainingEvent.Noticed.class, name = "noticed"),
        @JsonSubTypes.Type(value = TrainingEvent.Ended.class, name = "ended")})
public sealed interface TrainingEvent {
    /** A log may have been damaged or made up. */
    private static void images(long images) {
        if (images < 0) throw new IllegalArgumentException(images + " images");
    }

    /** A log may have been changed: no file outside of the run's folder is its. */
    private static void inside(String file) {
        if (file == null || file.isEmpty()) throw new IllegalArgumentException("a file without a name");
        Path path = Path.of(file); // throws an IllegalArgumentException where it is none
        if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith(".."))
            throw new IllegalArgumentException(file + " is not in the run's folder");
    }

    long at();

    long images();

    /** JSON has no numbers that are none: these become null. */
    final class FiniteOrNull extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            if (Double.isFinite(value)) json.writeNumber(value);
            else
                json.writeNull();
        }
    }

    /** And back. */
    final class NullOrFinite extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    /** Getting ready: reading pictures, compiling. Not logged. @param share 0 to 1 of this stage, NaN where unknown, which is null in JSON */
    record Preparing(long at, long images, Stage stage,
            @JsonSerialize(using = FiniteOrNull.class) @JsonDeserialize(using = NullOrFinite.class) double share)
            implements
                TrainingEvent {
        public Preparing {
            TrainingEvent.images(images);
            Objects.requireNonNull(stage);
        }

        /** What is being done. */
        public enum Stage {
            DATA, COMPILING, LOADING
        }
    }

    /** The first step is about to run. @param images 0, or where a resumed run goes on */
    record Started(long at, long images, long of, boolean resumed, String device) implements TrainingEvent {
        public Started {
            TrainingEvent.images(images);
            TrainingEvent.images(of);
            Objects.requireNonNull(device);
        }
    }

    /**
     * How it goes, about once a second. Not logged.
     *
     * @param of              images in all
     * @param imagesPerSecond over the last while
     * @param secondsLeft     estimated, 0 or more; NaN in the beginning, which is null in JSON
     * @param memory          bytes of the whole process, or −1
     * @param millis          of one call of each phase, by its name
     */
    record Progress(long at, long images, long of,
            @JsonSerialize(using = FiniteOrNull.class) @JsonDeserialize(using = NullOrFinite.class) double imagesPerSecond,
            @JsonSerialize(using = FiniteOrNull.class) @JsonDeserialize(using = NullOrFinite.class) double secondsLeft,
            long memory,
            @JsonSerialize(contentUsing = FiniteOrNull.class) @JsonDeserialize(contentUsing = NullOrFinite.class) SequencedMap<String, Double> millis)
            implements
                TrainingEvent {
        public Progress {
            TrainingEvent.images(images);
            TrainingEvent.images(of);
            millis = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(millis));
        }
    }

    /**
     * Figures, averaged since the last time: losses ({@code G/loss}, {@code D/loss}), signs ({@code D/sign_real}, {@code D/sign_fake}),
     * penalties ({@code D/r1}), {@code augment/p}, {@code ema/distance}, {@code swd}, {@code msssim} and whatever else a recipe reports.
     * What is no number was not measured, and is left out.
     */
    record Measured(long at, long images, SequencedMap<String, Double> figures) implements TrainingEvent {
        public Measured {
            TrainingEvent.images(images);
            LinkedHashMap<String, Double> finite = new LinkedHashMap<>(figures);
            finite.values().removeIf(value -> value == null || !Double.isFinite(value));
            figures = Collections.unmodifiableSequencedMap(finite);
        }
    }

    /**
     * The same latents, or the same pictures, drawn anew by the moving average.
     *
     * @param file    of a sheet of pictures, relative to the run's folder
     * @param columns pictures in a row
     * @param rows    rows
     * @param width   of one picture, pixels
     * @param height  of one picture, pixels
     * @param shown   what each row shows, by the names of their texts, such as {@code input}; empty where all are pictures of latents
     */
    record Samples(long at, long images, String file, int columns, int rows, int width, int height,
            List<String> shown) implements TrainingEvent {
        /** On one sheet; a window that lays out more is busy with nothing else. */
        private static final int MOST_PICTURES = 10_000;

        public Samples {
            TrainingEvent.images(images);
            shown = shown == null ? List.of() : List.copyOf(shown); // null in the log of an older version
            if (columns < 1 || rows < 1 || width < 1 || height < 1 || (long) columns * rows > MOST_PICTURES)
                throw new IllegalArgumentException(columns + "×" + rows + " pictures of " + width + "×" + height);
            inside(file);
        }

        public Samples(long at, long images, String file, int columns, int rows, int width, int height) {
            this(at, images, file, columns, rows, width, height, List.of());
        }
    }

    /** Everything was saved. @param model the file that opens on the sliders, relative to the run's folder */
    record Checkpoint(long at, long images, String model) implements TrainingEvent {
        public Checkpoint {
            TrainingEvent.images(images);
            inside(model);
        }
    }

    /** Waiting, at a person's wish. */
    record Paused(long at, long images) implements TrainingEvent {
        public Paused {
            TrainingEvent.images(images);
        }
    }

    /** Going on after a pause. */
    record Resumed(long at, long images) implements TrainingEvent {
        public Resumed {
            TrainingEvent.images(images);
        }
    }

    /**
     * Something a person should know while it goes on.
     *
     * @param what     names its sentence in the message bundles: {@code collapse}, {@code overpowered}, {@code no-progress}, {@code overfitting},
     *                 {@code micro-batch-halved}, {@code cpu-fallback}, {@code best}, {@code pictures-skipped}, …
     * @param arguments for the sentence
     */
    record Noticed(long at, long images, String what, List<String> arguments) implements TrainingEvent {
        public Noticed {
            TrainingEvent.images(images);
            Objects.requireNonNull(what);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * The last event. The last good checkpoint, if there is one, opens whatever the reason was.
     *
     * @param sentence  what happened and what to do, in English, when it failed; else empty
     * @param arguments for the sentence in another language: with NO_STATE the file that is missing or damaged and the run's folder, with
     *                  TOO_LARGE those of {@link MemoryShortage#arguments}; else none
     */
    record Ended(long at, long images, Reason reason, String sentence,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> arguments) implements TrainingEvent {
        public Ended {
            TrainingEvent.images(images);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(sentence);
            arguments = arguments == null ? List.of() : List.copyOf(arguments); // null in a log
        }

        public Ended(long at, long images, Reason reason, String sentence) {
            this(at, images, reason, sentence, List.of());
        }

        /** Why. With BAD_SPEC, NO_STATE and TOO_LARGE nothing was begun, and the log does not tell of it. */
        public enum Reason {
            FINISHED, STOPPED, NOT_A_NUMBER, OUT_OF_MEMORY, DISK_FULL, DATA_GONE, DATA_UNUSABLE, BAD_SPEC, NO_STATE, TOO_LARGE, FAILED
        }
    }
}
