package meander.app.translate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.models.text.Technical;

/** Makes black white and white black, those of a way back half as much; writes down what it was asked for and fails when told to. */
public final class StrawEngine implements PictureTranslator {
    /** What was asked for. */
    record Call(TranslateRequest request, Quality quality) {}

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final Translator translator;
    /** Whether previews are the whole. */
    private volatile boolean fits = true;
    /** What it fails with; null when it does not. */
    String failing;
    /** Done between the tiles of a whole translation. */
    Runnable meanwhile = () -> {};
    /** Whether a whole translation goes on until it is called off. */
    public volatile boolean endless;
    volatile boolean closed;

    public StrawEngine(Translator translator) {
        this.translator = translator;
    }

    List<Quality> qualities() {
        return calls.stream().map(Call::quality).toList();
    }

    public void fits(boolean changed) {
        fits = changed;
    }

    @Override
    public Translator translator() {
        return translator;
    }

    @Override
    public TranslateResult translate(TranslateRequest request, Quality quality, BooleanSupplier superseded,
            DoubleConsumer progress) {
        if (closed) throw new IllegalStateException("closed");
        calls.add(new Call(request, quality));
        if (failing != null)
            return new TranslateResult.Failed(Technical.SENTENCE.with(failing), new IllegalStateException("straw"));
        if (quality == Quality.FULL) {
            progress.accept(0.5);
            meanwhile.run();
            while (endless && !superseded.getAsBoolean())
                Thread.onSpinWait();
        }
        if (superseded.getAsBoolean()) return new TranslateResult.Superseded();
        float factor = translator.info().name().contains("_B") ? -0.5f : -1;
        float[] turned = request.picture().data().clone();
        for (int i = 0; i < turned.length; i++)
            turned[i] *= factor;
        return new TranslateResult.Translated(new Tensor(request.picture().shape(), turned), fits || quality == Quality.FULL, 7);
    }

    @Override
    public void close() {
        closed = true;
    }
}
