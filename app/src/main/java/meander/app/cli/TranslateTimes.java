package meander.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.NetworkTranslator;
import meander.models.family.Translator;
import meander.models.family.cyclegan.CycleGanFamily;
import meander.models.family.cyclegan.ResNet;
import meander.models.family.pix2pix.Pix2PixFamily;
import meander.models.family.pix2pix.UNet;
import meander.models.render.TranslateBenchmark;
import meander.models.render.TranslateBenchmark.Report;

/** Times of translations, by networks as the papers have them. */
final class TranslateTimes {
    private static final int WIDTH = 64;

    private final CommandContext context;
    private final int rounds;

    TranslateTimes(CommandContext context, int rounds) {
        this.context = context;
        this.rounds = rounds;
    }

    void report(BenchRenderCommand.Kind family, List<Integer> sizes, ResultOutput reporting) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        var runs = report.putArray("runs");
        StringBuilder text = new StringBuilder();
        for (int size : sizes) {
            NetworkTranslator translator = untrained(family, size);
            for (Translator.Mode mode : translator.traits().modes()) {
                context.goOn();
                Report run = new TranslateBenchmark(context.engine().settings(), rounds).run(translator, size, mode,
                        context.interrupted());
                context.goOn();
                runs.add(json(translator, size, mode, run));
                text.append(text(translator, size, mode, run));
            }
        }
        reporting.print(context, report, text.toString());
    }

    private static NetworkTranslator untrained(BenchRenderCommand.Kind family, int size) {
        return switch (family) {
            case cyclegan -> CycleGanFamily.untrained(new ResNet(3, 3, WIDTH, size < 256 ? 6 : 9, false), 0);
            case pix2pix -> Pix2PixFamily.untrained(new UNet(3, 3, WIDTH, Math.min(8, Integer.numberOfTrailingZeros(size))), 0);
            case stylegan2 -> throw new IllegalArgumentException("StyleGAN2 translates nothing");
        };
    }

    private static ObjectNode json(Translator translator, int size, Translator.Mode mode, Report run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("network", translator.info().family()).put("size", size);
        node.put("statistics", TranslatorText.statistics(mode)).put("dropout", mode.dropout()).put("gflop", run.gflop());
        node.put("threads", run.threads()).put("ratio", run.ratio()).put("difference", run.difference());
        Arrays.stream(run.ours()).forEach(node.putArray("ms")::add);
        Arrays.stream(run.libtorch()).forEach(node.putArray("libtorchMs")::add);
        return node;
    }

    private static String text(Translator translator, int size, Translator.Mode mode, Report run) {
        return String.format(Locale.ROOT,
                "%s %d × %d, %s, %.1f GFLOP, %d threads: %.1f ms (median %.1f); libtorch %.1f ms (median %.1f); %.2f× faster; same to %.1e%n",
                translator.info().family(), size, size, TranslatorText.of(mode), run.gflop(), run.threads(), least(run.ours()),
                median(run.ours()), least(run.libtorch()), median(run.libtorch()), run.ratio(), run.difference());
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElse(Double.NaN);
    }
}
