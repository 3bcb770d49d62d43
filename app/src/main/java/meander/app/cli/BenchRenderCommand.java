package meander.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Model;
import meander.models.render.RenderBenchmark;
import meander.models.render.RenderBenchmark.Report;
import meander.models.render.RenderBenchmark.Timing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code meander bench render}: what a hand on a slider feels, with untrained weights. Times of different machines do not compare;
 * shares of the peak and ratios within one run do.
 */
@Command(name = "render", description = "Time pictures of StyleGAN2 networks beside this machine's fastest matrix product, or translations beside libtorch.", footer = {
        "", "Example:", "  meander bench render --size 256,1024 --rounds 9",
        "  meander bench render --family cyclegan --size 256"})
final class BenchRenderCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;

    /** What is timed. */
    enum Kind {
        stylegan2, cyclegan, pix2pix
    }

    @Option(names = "--family", paramLabel = "stylegan2|cyclegan|pix2pix", description = "the networks; those that translate are timed beside themselves in libtorch, in turns (default: stylegan2)")
    private Kind family = Kind.stylegan2;

    @Option(names = "--size", paramLabel = "N,…", split = ",", description = "sizes of pictures, in pixels (default: 256,1024; 256 for those that translate)")
    private List<Integer> sizes;

    @Option(names = "--channel-base", paramLabel = "N", description = "feature maps times resolution (default: 16384 up to 256, then 32768)")
    private Integer channelBase;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each figure is taken (default: 5)")
    private int rounds = 5;

    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    BenchRenderCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (sizes == null) sizes = family == Kind.stylegan2 ? List.of(256, 1024) : List.of(256);
        for (int size : sizes)
            if (size < 64 || size > 2048 || Integer.bitCount(size) != 1)
                throw CommandFailure.call("--size is 64, 128, 256, 512, 1024 or 2048, not " + size + ".");
        if (rounds < 1 || rounds > MOST_ROUNDS)
            throw CommandFailure.call("--rounds is between 1 and " + MOST_ROUNDS + ", not " + rounds + ".");
        if (channelBase != null && (channelBase < 64 || channelBase > 1 << 20))
            throw CommandFailure.call("--channel-base is between 64 and " + (1 << 20) + ", not " + channelBase + ".");
        if (family != Kind.stylegan2) {
            new TranslateTimes(context, rounds).report(family, sizes, reporting);
            return 0;
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        var runs = report.putArray("runs");
        List<String> texts = new ArrayList<>();
        RenderBenchmark benchmark = new RenderBenchmark(context.engine().settings(), rounds);
        for (int size : sizes) {
            context.goOn();
            Report run = benchmark.run(_ -> StyleGan2Model.untrained(StyleGan2.ofSize(size, base(size)), 0));
            runs.add(json(run));
            texts.add(text(run));
        }
        reporting.print(context, report, String.join("\n", texts));
        return 0;
    }

    private int base(int size) {
        if (channelBase != null) return channelBase;
        return size <= 256 ? 16384 : 32768;
    }

    private static ObjectNode json(Report run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("network", "StyleGAN2").put("width", run.width()).put("peakGflops", run.peak());
        node.put("openMs", run.open()).put("firstMs", run.first());
        node.set("full", json(run, run.full()));
        node.set("preview", json(run, run.preview()).put("width", run.previewWidth()));
        node.set("lastBlock", json(run, run.lastBlock()));
        node.set("lastLayers", json(run, run.lastLayers()));
        return node;
    }

    private static ObjectNode json(Report run, Timing timing) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("gflop", timing.gflop()).put("fastestMs", timing.fastest()).put("medianMs", timing.median());
        return node.put("shareOfPeak", timing.shareOf(run.peak())).put("timesFaster", faster(run, timing));
    }

    private static String text(Report run) {
        String heading = String.format(Locale.ROOT, "StyleGAN2 %d × %d; the peak of this machine is %.0f GFLOP/s%n", run.width(),
                run.width(), run.peak());
        TextTable table = new TextTable().row("  open", millis(run.open())).row("  first picture", millis(run.first()));
        table.row("  full", timing(run, run.full()));
        table.row("  preview, " + run.previewWidth() + " px", timing(run, run.preview()));
        table.row("  last block only", timing(run, run.lastBlock()));
        table.row("  last layers only", timing(run, run.lastLayers()));
        return heading + table;
    }

    private static String timing(Report run, Timing timing) {
        String text = String.format(Locale.ROOT, "%s (median %8.1f)  %6.1f GFLOP  %3.0f %% of peak", millis(timing.fastest()),
                timing.median(), timing.gflop(), 100 * timing.shareOf(run.peak()));
        return timing == run.full() ? text : text + String.format(Locale.ROOT, "  %.1f× faster than full", faster(run, timing));
    }

    private static double faster(Report run, Timing timing) {
        return run.full().fastest() / timing.fastest();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%8.1f ms", millis);
    }
}
