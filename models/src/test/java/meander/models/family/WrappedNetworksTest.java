package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;

/** Whatever a training put around a generator, it is the same network to every family. */
class WrappedNetworksTest {
    private static final Families FAMILIES = Families.installed();

    /** Under which a file keeps a network; empty where it is nothing else, a number in a tuple. */
    private static final List<String> KEYS = List.of("", "state_dict", "model_state_dict", "G", "g_ema", "ema", "params",
            "params_ema", "generator", "netG", "model.state_dict", "checkpoint.G_ema", "0");

    /** What is put before the names of its tensors. */
    private static final List<String> PREFIXES = List.of("", "module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module.",
            "generator.", "model.", "netG.", "G._orig_mod.", "net.module.", "model.generator.", "ema_model.module.",
            "module.generator._orig_mod.", "my_network.");

    /** What a network is known by, whatever holds it. */
    private record Identity(String family, int width, int z, int parameters) {}

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "sg3t_tiny32.pkl", "rosinality_sg2_32_latentavg.pt",
            "huangzh13_stylegan1_32.pth", "rosinality_sg1_step3_32px.model", "lucidrains16/model_12.pt",
            "proggan_gandissect_oldkeys_16.pth", "ganzoo_pgan_32.pt", "biggan32_mybn.pth", "hf_biggan_deep32.bin",
            "realesrgan_srvgg_x4_nf8.pth", "basicsr_rrdb_paramsema_nf8nb2.pth", "esrgan_oldnames_nf8nb2.pth",
            "srgan_prelu_bn_x4.pth", "cyclegan_resnet9_ngf8_zip.pth", "pix2pix_unet128_ngf4_legacy.pth",
            "bystanders/control.pth"})
    void everyFamilyOpensItInAnyWrapping(String name) {
        Path file = path(name);
        List<StateDict> network = original((Checkpoint) Checkpoints.open(file));
        Identity plain = identity(FAMILIES.open(file(file, "", network, ""), Map.of()));
        List<String> refused = new ArrayList<>();
        for (String key : KEYS)
            for (String prefix : PREFIXES) {
                boolean usual = prefix.length() <= "_orig_mod.".length() && !prefix.contains("gen") || key.isEmpty();
                if (!usual && (KEYS.indexOf(key) + PREFIXES.indexOf(prefix)) % 4 != 0) continue; // the others say no more
                Checkpoint wrapped = file(file, key, network, prefix);
                OpenResult opened = FAMILIES.open(wrapped, Map.of());
                if (!plain.equals(identity(opened))) refused.add(key + " / " + prefix + ": " + opened);
            }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "biggan32_mybn.pth", "realesrgan_srvgg_x4_nf8.pth", "bystanders/control.pth"})
    void aGeneratorIsFoundBesideItsDiscriminatorInALightningModule(String name) {
        Path file = path(name);
        List<StateDict> network = original((Checkpoint) Checkpoints.open(file));
        Identity plain = identity(FAMILIES.open(file(file, "", network, ""), Map.of()));
        for (String[] pair : new String[][]{{"generator.", "discriminator."}, {"model.netG._orig_mod.", "model.netD._orig_mod."},
                {"gen.", "critic."}, {"G.module.", "D.module."}}) {
            SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
            List<String> shapes = List.of("0", "2", "4");
            for (int i = 0; i < shapes.size(); i++) {
                int in = 3 << i;
                int out = i == 2 ? 1 : 6 << i;
                tensors.put(pair[1] + "main." + shapes.get(i) + ".weight",
                        StoredTensor.of(new float[16 * in * out], out, in, 4, 4));
            }
            renamed(network.getFirst(), pair[0]).tensors().forEach(tensors::put);
            Checkpoint both = checkpoint(file, Map.of("state_dict", state(tensors)));

            assertThat(identity(FAMILIES.open(both, Map.of()))).as(pair[0]).isEqualTo(plain);
        }
    }

    @Test
    void theMovingAverageIsPreferredToWhatWasTrained() {
        Path file = path("bystanders/control.pth");
        StateDict trained = original((Checkpoint) Checkpoints.open(file)).getFirst();
        for (List<String> names : List.of(List.of("G", "G_ema"), List.of("generator", "generator_ema"),
                List.of("params", "params_ema"), List.of("netG", "netG_avg"), List.of("state_dict", "ema_state_dict"),
                List.of("g", "g_running"), List.of("model.online_model", "model.ema_model"))) {
            StateDict averaged = copied(trained);
            Map<String, StateDict> networks = new LinkedHashMap<>();
            networks.put("D", copied(trained));
            networks.put(names.getFirst(), trained);
            networks.put(names.getLast(), averaged);
            networks.put("optimizer", copied(trained));

            StateDict chosen = original(checkpoint(file, networks)).getFirst();

            assertThat(chosen.tensors().values().iterator().next()).as("%s", names)
                    .isSameAs(averaged.tensors().values().iterator().next());
        }
    }

    @Test
    void countersOfAnAverageAreNoTensorsOfTheNetwork() {
        Path file = Fixtures.path("realesrgan_srvgg_x4_nf8.pth");
        List<StateDict> network = original((Checkpoint) Checkpoints.open(file));
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(renamed(network.getFirst(), "module.").tensors());
        tensors.put("n_averaged", StoredTensor.of(new float[]{5}));

        assertThat(FAMILIES.open(checkpoint(file, Map.of("", state(tensors))), Map.of()))
                .isInstanceOf(OpenResult.Translates.class);
    }

    private static Path path(String name) {
        return name.startsWith("bystanders/") ? Fixtures.path("README.md").getParent().resolveSibling(name) : Fixtures.path(name);
    }

    private static StateDict copied(StateDict state) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> tensors.put(name, StoredTensor.of(tensor.floats(), tensor.shape())));
        return state(tensors);
    }

    private static List<StateDict> original(Checkpoint checkpoint) {
        return FAMILIES.all().stream().flatMap(family -> family.recognise(checkpoint).stream()).findFirst().orElseThrow()
                .original(Map.of());
    }

    private static Identity identity(OpenResult opened) {
        return switch (opened) {
            case OpenResult.Ready(Model model) ->
                new Identity(model.info().family(), model.info().width(), model.info().zDim(), (int) model.info().parameters());
            case OpenResult.Translates(Translator translator) ->
                new Identity(translator.info().family(), translator.traits().scale(), 0, (int) translator.info().parameters());
            case OpenResult.Refused(var why) -> new Identity(why.sentence(), 0, 0, 0);
        };
    }

    /** The network and what lies beside it, such as an average of w. */
    private static Checkpoint file(Path like, String key, List<StateDict> network, String prefix) {
        Map<String, StateDict> networks = new LinkedHashMap<>();
        networks.put(key, renamed(network.getFirst(), prefix));
        if (network.size() > 1) {
            int dot = key.lastIndexOf('.');
            String beside = dot < 0 ? "" : key.substring(0, dot);
            if (beside.equals(key)) {
                SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(networks.get(key).tensors());
                tensors.putAll(network.getLast().tensors());
                networks.put(key, state(tensors));
            } else {
                networks.put(beside, network.getLast());
            }
        }
        return checkpoint(like, networks);
    }

    private static StateDict renamed(StateDict state, String prefix) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
        SequencedSet<String> modules = new LinkedHashSet<>();
        state.modules().forEach(path -> modules.add(prefix + path));
        return new StateDict(tensors, new LinkedHashMap<>(), modules, "");
    }

    private static StateDict state(SequencedMap<String, StoredTensor> tensors) {
        return new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), "");
    }

    private static Checkpoint checkpoint(Path like, Map<String, StateDict> networks) {
        return new Checkpoint(like, ContainerFormat.TORCH_ZIP, new LinkedHashMap<>(networks), new LinkedHashMap<>());
    }
}
