package meander.models.family.style.stylegan1;

import static meander.models.family.StateDictConverter.MIRRORED;
import static meander.models.family.StateDictConverter.SINGLE;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Dialect;
import meander.models.family.StateDictConverter;
import meander.models.graph.Value;

/** huangzh13's port, which keeps the numbers as TensorFlow has them in PyTorch's layouts, without the noise. */
final class HuangDialect implements Dialect {
    private static final String CONST = "g_synthesis.init_block.const";

    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, CONST).map(network -> Reading.of(network, notes -> translated(network, notes)));
    }

    private static StateDict translated(StateDict network, List<String> notes) {
        StateDictConverter to = new StateDictConverter(network);
        for (int i = 0; to.has("g_mapping.map.dense" + i + ".weight"); i++)
            pair(to, "g_mapping.map.dense" + i, "mapping.fc" + i, UnaryOperator.identity());
        to.put(StyleGan1Model.RATE, StyleGan1Model.USUAL_RATE);
        to.take("truncation.avg_latent", StyleGan1Model.AVERAGE);
        to.take(CONST, "synthesis.b4.const", SINGLE);
        to.take("g_synthesis.init_block.bias", "synthesis.b4.conv0.bias");
        styled(to, "g_synthesis.init_block.epi1", "synthesis.b4.conv0");
        pair(to, "g_synthesis.init_block.conv", "synthesis.b4.conv1", UnaryOperator.identity());
        styled(to, "g_synthesis.init_block.epi2", "synthesis.b4.conv1");
        for (int i = 0; to.has("g_synthesis.blocks." + i + ".conv1.weight"); i++) {
            int size = 8 << i;
            String from = "g_synthesis.blocks." + i + ".";
            String block = "synthesis.b" + size + ".";
            pair(to, from + "conv0_up", block + "conv0", size >= StyleGan1Model.FUSED_FROM ? MIRRORED : UnaryOperator.identity());
            styled(to, from + "epi1", block + "conv0");
            pair(to, from + "conv1", block + "conv1", UnaryOperator.identity());
            styled(to, from + "epi2", block + "conv1");
        }
        for (int depth = 0; to.has("g_synthesis.to_rgb." + depth + ".weight"); depth++)
            pair(to, "g_synthesis.to_rgb." + depth, "synthesis.b" + (4 << depth) + ".torgb", UnaryOperator.identity());
        notes.add("Written by huangzh13's port: names were translated.");
        return to.done(name -> name.endsWith(".intermediate.kernel"));
    }

    private static void pair(StateDictConverter to, String from, String name, UnaryOperator<Value> kernel) {
        to.take(from + ".weight", name + ".weight", kernel);
        to.take(from + ".bias", name + ".bias");
    }

    private static void styled(StateDictConverter to, String from, String name) {
        to.take(from + ".top_epi.noise.weight", name + ".noise_strength");
        pair(to, from + ".style_mod.lin", name + ".style", UnaryOperator.identity());
    }
}
