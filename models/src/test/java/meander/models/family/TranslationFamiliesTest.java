package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Translator.Mode;
import meander.models.family.Translator.Statistics;
import meander.models.family.cyclegan.ResNet;
import meander.models.family.pix2pix.UNet;
import meander.models.nn.NormalizationMode;
import meander.models.nn.PatchDiscriminator;
import meander.models.request.Control;

/** What names and shapes tell of networks of Pix2Pix and CycleGAN. */
class TranslationFamiliesTest {
    private static final Mode INSTANCE_DROPOUT = new Mode(Statistics.RUNNING, true);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 3, 4, 5", "3, 1, 2, 6", "4, 4, 3, 7"})
    void depthWidthAndChannelsOfAUNet(int in, int out, int width, int depth) {
        NetworkTranslator translator = MadeUpTranslators.translator(
                MadeUpTranslators.file(MadeUpTranslators.unet(new UNet(in, out, width, depth), NormalizationMode.BATCH_RUNNING)));
        assertThat(translator.info().family()).isEqualTo("Pix2Pix");
        assertThat(translator.info().variant()).startsWith("U-Net of " + depth + " levels, batch norm");
        assertThat(translator.info().width()).isEqualTo(1 << depth);
        assertThat(translator.traits().inputs()).isEqualTo(in);
        assertThat(translator.traits().outputs()).isEqualTo(out);
        assertThat(translator.traits().multiple()).isEqualTo(1 << depth);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 2, 1, false", "4, 3, 3, 6, true", "3, 1, 4, 9, false"})
    void blocksWidthAndChannelsOfAResNet(int in, int out, int width, int blocks, boolean dropout) {
        NetworkTranslator translator = MadeUpTranslators.translator(MadeUpTranslators
                .file(MadeUpTranslators.resnet(new ResNet(in, out, width, blocks, dropout), NormalizationMode.INSTANCE)));
        assertThat(translator.info().family()).isEqualTo("CycleGAN");
        assertThat(translator.info().variant())
                .isEqualTo("ResNet of " + blocks + " blocks, instance norm" + (dropout ? ", dropout" : ""));
        assertThat(translator.traits().inputs()).isEqualTo(in);
        assertThat(translator.traits().outputs()).isEqualTo(out);
        assertThat(translator.traits().modes())
                .isEqualTo(dropout ? List.of(Mode.EVALUATION, INSTANCE_DROPOUT) : List.of(Mode.EVALUATION));
        assertThat(translator.traits().margin()).isEqualTo(15 + 8 * blocks);
    }

    @Test
    void theUsualModeIsThatOfTheAuthors() {
        UNet deep = new UNet(3, 3, 2, 6);
        assertThat(unet(deep, NormalizationMode.BATCH_RUNNING)).containsExactly(Mode.AS_TRAINED, Mode.OWN_STATISTICS,
                Mode.EVALUATION);
        assertThat(unet(deep, NormalizationMode.INSTANCE)).containsExactly(INSTANCE_DROPOUT, Mode.EVALUATION);
        assertThat(unet(deep, NormalizationMode.NONE)).containsExactly(INSTANCE_DROPOUT, Mode.EVALUATION);
        // No level of so shallow a network has dropout.
        assertThat(unet(new UNet(3, 3, 2, 5), NormalizationMode.BATCH_RUNNING)).containsExactly(Mode.OWN_STATISTICS,
                Mode.EVALUATION);
        ResNet plain = new ResNet(3, 3, 2, 2, false);
        assertThat(resnet(plain, NormalizationMode.BATCH_RUNNING)).containsExactly(Mode.EVALUATION, Mode.OWN_STATISTICS);
        ResNet forgetful = new ResNet(3, 3, 2, 2, true);
        assertThat(resnet(forgetful, NormalizationMode.BATCH_RUNNING)).containsExactly(Mode.EVALUATION, Mode.OWN_STATISTICS,
                Mode.AS_TRAINED);
        assertThat(resnet(plain, NormalizationMode.NONE)).containsExactly(Mode.EVALUATION);
    }

    private static List<Mode> unet(UNet definition, NormalizationMode normalisation) {
        return MadeUpTranslators.translator(MadeUpTranslators.file(MadeUpTranslators.unet(definition, normalisation))).traits()
                .modes();
    }

    private static List<Mode> resnet(ResNet definition, NormalizationMode normalisation) {
        return MadeUpTranslators.translator(MadeUpTranslators.file(MadeUpTranslators.resnet(definition, normalisation))).traits()
                .modes();
    }

    @Test
    void aListOfModulesTellsWhetherAUNetHasDropout() {
        var tensors = MadeUpTranslators.unet(new UNet(3, 3, 2, 6), NormalizationMode.BATCH_RUNNING);
        String level = "model.model.1.model.3.model.3.model.3.model.";
        assertThat(MadeUpTranslators.translator(MadeUpTranslators.file(tensors, level + "5", level + "6")).traits().modes())
                .doesNotContain(Mode.AS_TRAINED);
        assertThat(MadeUpTranslators.translator(MadeUpTranslators.file(tensors, level + "5", level + "6", level + "7")).traits()
                .modes()).contains(Mode.AS_TRAINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.module.", "netG.", "netG_A.module.", "generator."})
    void whatHeldTheNetworkIsTakenOffItsNames(String prefix) {
        var tensors = MadeUpTranslators.resnet(new ResNet(3, 3, 2, 2, false), NormalizationMode.BATCH_RUNNING);
        assertThat(MadeUpTranslators.translator(MadeUpTranslators.file(MadeUpTranslators.renamed(tensors, prefix::concat))).info()
                .variant()).isEqualTo("ResNet of 2 blocks, batch norm");
        var levels = MadeUpTranslators.unet(new UNet(3, 3, 2, 5), NormalizationMode.INSTANCE);
        assertThat(MadeUpTranslators.translator(MadeUpTranslators.file(MadeUpTranslators.renamed(levels, prefix::concat))).info()
                .variant()).isEqualTo("U-Net of 5 levels, instance norm");
    }

    @Test
    void ofTwoNetworksInAFileEitherCanBeChosenAndLeadsBackToTheOther() {
        SequencedMap<String, StoredTensor> both = new LinkedHashMap<>();
        both.putAll(MadeUpTranslators.renamed(MadeUpTranslators.resnet(new ResNet(3, 1, 2, 2, false), NormalizationMode.INSTANCE),
                "netG_A."::concat));
        both.putAll(MadeUpTranslators.renamed(MadeUpTranslators.resnet(new ResNet(1, 3, 2, 2, false), NormalizationMode.INSTANCE),
                "netG_B."::concat));
        NetworkTranslator there = MadeUpTranslators.translator(MadeUpTranslators.file(both));
        assertThat(there.traits().outputs()).isEqualTo(1);
        assertThat(there.controls())
                .containsExactly(new Control.Guess(LoadedTranslator.NETWORK, List.of("netG_A", "netG_B"), "netG_A"));
        InverseTranslatorFinder.Reverse reverse = InverseTranslatorFinder.of(there).orElseThrow();
        NetworkTranslator back = Fixtures.translator(MadeUpTranslators.open(MadeUpTranslators.file(both), reverse.answers()));
        assertThat(back.traits().outputs()).isEqualTo(3);
        assertThat(InverseTranslatorFinder.of(back).orElseThrow().answers()).containsEntry(LoadedTranslator.NETWORK, "netG_A");
    }

    @ParameterizedTest
    @CsvSource({"latest_net_G_A.pth, latest_net_G_B.pth", "200_net_G_B.pth, 200_net_G_A.pth", "netG_A2B.pth, netG_B2A.pth",
            "G_AB.safetensors, G_BA.safetensors", "horse-AtoB-3.pth, horse-BtoA-3.pth"})
    void theOtherDirectionIsFoundBesideAFile(String name, String other) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertThat(InverseTranslatorFinder.of(file)).isEmpty();
        Files.createFile(folder.resolve(other));
        assertThat(InverseTranslatorFinder.of(file)).contains(folder.resolve(other));
        assertThat(InverseTranslatorFinder.of(folder.resolve(other))).contains(file);
    }

    @Test
    void aNameThatMeansNoDirectionHasNoOther() throws IOException {
        Files.createFile(folder.resolve("BAD.pth"));
        assertThat(InverseTranslatorFinder.of(folder.resolve("ABD.pth"))).isEmpty();
        assertThat(InverseTranslatorFinder.of(folder.resolve("latest_net_G.pth"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 3, BATCH_RUNNING", "6, 3, BATCH_RUNNING", "8, 3, INSTANCE", "2, 1, INSTANCE", "6, 5, NONE",
            "3, 0, BATCH_RUNNING", "6, 0, INSTANCE"})
    void aPatchGanAloneCannotTranslate(int channels, int layers, NormalizationMode normalisation) {
        var tensors = MadeUpTranslators.judge(new PatchDiscriminator(8, layers, normalisation), channels);
        assertThat(refusal(MadeUpTranslators.open(MadeUpTranslators.file(tensors), Map.of())).reason())
                .isEqualTo(Rejected.Reason.DISCRIMINATOR_ONLY);
    }

    @Test
    void besideAGeneratorItIsNoneOfOurs() {
        var judge = MadeUpTranslators.judge(new PatchDiscriminator(8, 3, NormalizationMode.INSTANCE), 3);
        var generator = MadeUpTranslators.resnet(new ResNet(3, 3, 2, 2, false), NormalizationMode.INSTANCE);
        assertThat(MadeUpTranslators.translator(MadeUpTranslators.file(Map.of("D_A", judge, "G_A", generator))).info().family())
                .isEqualTo("CycleGAN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "resnet6_ngf8_batchnorm_dropout_zip.pth",
            "pix2pix_unet128_ngf4_legacy.pth"})
    void aTruncatedFileIsRefusedWithASentence(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name));
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20; i++) {
            Path cut = Files.write(folder.resolve("cut" + i), Arrays.copyOf(whole, random.nextInt(whole.length)));
            OpenResult result = Families.installed().open(cut, Map.of(), _ -> {}, () -> false);
            assertThat(refusal(result).sentence()).endsWith(".");
        }
    }

    /** One wrong bit may go unnoticed, but nothing is thrown. */
    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "pix2pix_unet128_ngf4_legacy.pth"})
    void aDamagedFileIsAnAnswer(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name));
        SplittableRandom random = new SplittableRandom(8);
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(12_000)] ^= (byte) (1 << random.nextInt(8));
            Path damaged = Files.write(folder.resolve("damaged"), flipped);
            if (Families.installed().open(damaged, Map.of(), _ -> {}, () -> false) instanceof OpenResult.Refused(Rejected why)) {
                assertThat(why.sentence()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void otherShapesAreRefusedOrFit() {
        SplittableRandom random = new SplittableRandom(17);
        var networks = List.of(MadeUpTranslators.unet(new UNet(3, 3, 2, 6), NormalizationMode.BATCH_RUNNING),
                MadeUpTranslators.resnet(new ResNet(3, 3, 2, 2, true), NormalizationMode.INSTANCE));
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(networks.get(i % 2));
            List<String> names = List.copyOf(tensors.keySet());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextBoolean()) tensors.remove(name);
            else {
                int[] shape = random.ints(random.nextInt(5), 0, 6).toArray();
                int elements = 1;
                for (int dim : shape)
                    elements *= dim;
                tensors.put(name, StoredTensor.of(new float[elements], shape));
            }
            if (MadeUpTranslators.open(MadeUpTranslators.file(tensors), Map.of()) instanceof OpenResult.Refused why) {
                assertThat(why.why().sentence()).endsWith(".");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(250);
    }

    @Test
    void aLayerThatIsNotKnownIsNotPassedOver() {
        var tensors = MadeUpTranslators.resnet(new ResNet(3, 3, 2, 2, false), NormalizationMode.INSTANCE);
        tensors.put("model.10.attention.weight", StoredTensor.of(new float[4], 2, 2));
        Rejected why = refusal(MadeUpTranslators.open(MadeUpTranslators.file(tensors), Map.of()));
        assertThat(why.reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
        assertThat(why.sentence()).contains("CycleGAN", "model.10.attention.weight");
    }

    @Test
    void sidesThatAreNoMultiplesAreTheCallersMistake() {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path("cyclegan_resnet6_ngf8_oldstats_legacy.pth"));
        assertThatThrownBy(() -> translator.network(64, 66, Mode.EVALUATION)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiples of 4");
    }

    private static Rejected refusal(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Refused.class);
        return ((OpenResult.Refused) result).why();
    }
}
