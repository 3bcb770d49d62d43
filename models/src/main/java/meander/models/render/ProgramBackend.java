package meander.models.render;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import meander.models.family.ImageLayout.Scale;
import meander.models.family.InputBinding;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramTranslator;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/** A program, which is opened once for all sizes. */
final class ProgramBackend implements TranslatorBackend {
    /** Of each pixel that is drawn, as of a network of some width; what it really is, is measured. */
    private static final double WORK = 1e5;
    /** Held for each pixel that is drawn: three layers of 64 channels, and something. */
    private static final double BYTES = 1500;

    private final ProgramTranslator translator;
    private final RenderSettings settings;
    private ProgramSession session;

    ProgramBackend(ProgramTranslator translator, RenderSettings settings) {
        this.translator = translator;
        this.settings = settings;
    }

    @Override
    public double work(int height, int width, Mode mode) {
        return WORK * pixels(height, width);
    }

    @Override
    public double bytes(int height, int width, Mode mode) {
        int own = translator.info().width();
        if (translator.bound()) return height == own && width == own ? 0 : Double.POSITIVE_INFINITY;
        return BYTES * pixels(height, width);
    }

    private double pixels(int height, int width) {
        double scale = translator.traits().scale();
        return scale * scale * height * width;
    }

    @Override
    public TranslatorSession open(int height, int width, Mode mode) {
        if (session == null) session = ProgramSession.open(translator.program(), settings);
        return new TranslatorSession() {
            @Override
            public Tensor translate(Tensor picture, long dropoutSeed) {
                return translated(picture);
            }

            @Override
            public void close() {
                // The session is that of all sizes.
            }
        };
    }

    private Tensor translated(Tensor picture) {
        Scale range = translator.traits().range() == Translator.Range.SIGNED ? Scale.SIGNED : Scale.UNIT;
        Map<String, Tensor> inputs = new HashMap<>(ProgramModel.inputs(translator.feeds(), RenderRequest.DEFAULT));
        translator.feeds().stream().filter(feed -> feed.role() == InputBinding.Role.PICTURE)
                .forEach(feed -> inputs.put(feed.port().name(), translator.input().given(picture, range)));
        String output = translator.output().name();
        return translator.output().seen().picture(session.run(translator.program().inputs(), inputs, Set.of(output)).get(output),
                range);
    }

    @Override
    public void close() {
        if (session != null) session.close();
        session = null;
    }
}
