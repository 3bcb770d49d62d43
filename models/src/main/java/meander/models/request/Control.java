package meander.models.request;

import java.util.List;
import java.util.Optional;

/**
 * Something a person can turn. A family declares its controls and every window, verb and test is built from them. The control of an aspect that
 * one family alone has may stand in the aspect's own file.
 */
public interface Control {
    /** The aspect of the picture that it turns; none where it is the model that changes. */
    Optional<Aspect<?>> aspect();

    /** One layer of a network, as a person meets it. @param index counted from 0, @param resolution the width of what it draws, in pixels */
    record Layer(int index, int resolution) {}

    /** The latent's seed and its place on the plane of seeds. @param dimensions of z */
    record Seed(int dimensions) implements Control {
        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.LATENT);
        }
    }

    /** ψ and cutoff. @param layers how many layers a cutoff can count; 0 where ψ is of z and there is no cutoff */
    record Truncate(int layers) implements Control {
        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.TRUNCATION);
        }
    }

    /** Noise mode, seed, strength and strength per layer. */
    record NoiseLevels(List<Layer> layers) implements Control {
        public NoiseLevels {
            layers = List.copyOf(layers);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.NOISE);
        }
    }

    /** The matrix of layers and sources. */
    record Mixing(List<Layer> layers) implements Control {
        public Mixing {
            layers = List.copyOf(layers);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.MIXING);
        }
    }

    /** One class or a blend of several. @param names one per class; empty when the file names none */
    record Classes(int count, List<String> names) implements Control {
        public Classes {
            names = List.copyOf(names);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.CLASSES);
        }
    }

    /** The single dimensions of z. */
    record EditZ(int dimensions) implements Control {
        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.EDIT_Z);
        }
    }

    /** The single dimensions of w, for all layers or for one. */
    record EditW(int dimensions, List<Layer> layers) implements Control {
        public EditW {
            layers = List.copyOf(layers);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.EDIT_W);
        }
    }

    /** A slider of the family's own. @param id names its texts in the message bundles and its value in a request */
    record Slider(String id, double min, double max, double initial) implements Control {
        /** Where it stands in a request. */
        public double of(RenderRequest request) {
            return request.sliders().getOrDefault(id, initial);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.SLIDERS);
        }
    }

    /**
     * Moving and turning what is drawn without drawing it anew. Its values are those of its sliders in a request.
     *
     * @param x        to the right, in widths of the picture
     * @param y        down, in heights of the picture
     * @param rotation about the middle, in degrees
     */
    record Transform(Slider x, Slider y, Slider rotation) implements Control {
        /** A picture's width to each side, and any angle. */
        public static final Transform WHOLE = new Transform(new Slider("translateX", -1, 1, 0),
                new Slider("translateY", -1, 1, 0), new Slider("rotate", -180, 180, 0));

        public List<Slider> sliders() {
            return List.of(x, y, rotation);
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.of(Aspects.SLIDERS);
        }
    }

    /**
     * Something the file does not say and the family had to guess, such as the slope of an activation. Another answer makes
     * another model of the same file, and is remembered with the file's hash.
     *
     * @param id      names its texts in the message bundles
     * @param options the possible answers
     * @param chosen  the one in force
     * @param odds    how likely each option is by what the file holds, adding up to 1; empty where nothing was weighed
     * @param given   what a person said, as they wrote it, where it is understood although no option reads so; empty otherwise
     */
    record Guess(String id, List<String> options, String chosen, List<Double> odds, String given) implements Control {
        public Guess {
            options = List.copyOf(options);
            odds = List.copyOf(odds);
        }

        /** One that nothing was weighed for. */
        public Guess(String id, List<String> options, String chosen) {
            this(id, options, chosen, List.of(), "");
        }

        @Override
        public Optional<Aspect<?>> aspect() {
            return Optional.empty();
        }
    }
}
