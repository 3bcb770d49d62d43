package meander.app.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.request.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureRecipeTest {
    @Test
    void comesBackAsItWas() {
        PictureRecipe recipe = SampleRecipes.of(SampleRecipes.everything());
        assertThat(PictureRecipe.parse(recipe.toJson())).isEqualTo(new PictureRecipe.Reading.Found(recipe));
    }

    @Test
    void aDefaultRequestComesBackAsItWas() {
        PictureRecipe recipe = SampleRecipes.of(RenderRequest.DEFAULT);
        assertThat(PictureRecipe.parse(recipe.toJson()).found()).contains(recipe);
    }

    @Test
    void givenNoiseComesBackAsItWas() {
        PictureRecipe recipe = SampleRecipes.of(RenderRequest.DEFAULT
                .withNoise(Noise.AS_TRAINED.withGiven(List.of(Tensor.full(0.5f, 4, 4), Tensor.full(-1, 8, 8)))));
        assertThat(PictureRecipe.parse(recipe.toJson()).found()).contains(recipe);
    }

    @Test
    void hasStableNames() {
        assertThat(SampleRecipes.of(RenderRequest.DEFAULT.withSeed(7)).toJson()).isEqualTo("""
                {"app":"0.1.0","model":"面 \\"faces\\".pkl","sha256":"%s","family":"StyleGAN2","full":false,"width":2,"height":3,\
                "request":{"point":{"seed":7,"x":0.0,"y":0.0},"truncation":{"psi":1.0},\
                "noise":{"mode":"const","seed":0,"strength":1.0}}}""".formatted(SampleRecipes.SHA256));
    }

    @Test
    void readsWhatANewerVersionWrote() {
        String json = SampleRecipes.of(RenderRequest.DEFAULT).toJson().replace("{", "{\"fromTheFuture\":[{}],");
        assertThat(PictureRecipe.parse(json).found()).contains(SampleRecipes.of(RenderRequest.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"seed\":0            | \"seed\":-1              | request.point.seed should be a whole number from 0 to 4294967295, not -1",
            "\"seed\":0            | \"seed\":1.5             | request.point.seed should be a whole number",
            "\"seed\":0            | \"seed\":99999999999999999999 | request.point.seed should be a whole number",
            "\"x\":0.0             | \"x\":1e999              | request.point.x should be a number",
            "\"x\":0.0             | \"x\":\"left\"           | request.point.x should be a number, not \"left\"",
            "\"psi\":1.0           | \"psi\":[]               | request.truncation.psi should be a number, not []",
            "\"psi\":1.0           | \"psi\":1,\"cutoff\":-3  | request.truncation.cutoff should be a whole number",
            "\"const\"             | \"loud\"                 | request.noise.mode should be one of [none, const, random, given]",
            "\"const\"             | \"given\"                | 0 given noises for the noise mode GIVEN",
            "\"sha256\":\"0        | \"sha256\":\"/           | sha256 is not 64 hexadecimal digits",
            "\"width\":2           | \"width\":0              | width should be a whole number from 1 to 65536, not 0",
            "\"width\":2,          | ``                       | width should be a whole number from 1 to 65536, not missing",
            "\"truncation\":{      | \"mix\":{\"donors\":[1],\"layers\":{\"0\":[1]}},\"truncation\":{ | layer 0 has 1 weights for 2 sources",
            "\"truncation\":{      | \"mix\":{\"layers\":{\"-1\":[1]}},\"truncation\":{ | “-1” is not the index of a layer",
            "\"truncation\":{      | \"mix\":[],\"truncation\":{                 | request.mix should be an object, not []",
            "\"truncation\":{      | \"classes\":{\"1\":-1},\"truncation\":{     | class 1 has the weight -1.0",
            "\"truncation\":{      | \"edits\":{\"w\":{\"a\":1}},\"truncation\":{ | “a” is not the index of a layer",
            "\"truncation\":{      | \"styles\":{\"shape\":[1,1],\"float32\":\"!!\"},\"truncation\":{ | request.styles.float32 is not base64",
            "\"truncation\":{      | \"styles\":{\"shape\":[1,2],\"float32\":\"AAAAAA==\"},\"truncation\":{ | request.styles has 4 bytes for shape [1, 2]",
            "\"truncation\":{      | \"styles\":{\"shape\":[1],\"float32\":\"AADAfw==\"},\"truncation\":{ | not a number",
            "\"truncation\":{      | \"styles\":{\"shape\":[4000000,4000000,4000000,4000000],\"float32\":\"\"},\"truncation\":{ | request.styles is too large"})
    void refusesAWrongValueAndNamesIt(String find, String replace, String sentence) {
        String json = SampleRecipes.of(RenderRequest.DEFAULT).toJson();
        assertThat(json).contains(find);
        assertThat(PictureRecipe.parse(json.replace(find, replace == null ? "" : replace))).isInstanceOfSatisfying(
                PictureRecipe.Reading.Refused.class, refused -> assertThat(refused.sentence()).contains(sentence));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"``", "null", "[]", "7", "{", "\"text\"", "{\"app\":", "NaN"})
    void refusesWhatIsNotARecipe(String json) {
        assertThat(PictureRecipe.parse(json)).isInstanceOf(PictureRecipe.Reading.Refused.class);
    }

    @Test
    void refusesDeepNestingWithoutOverflowing() {
        assertThat(PictureRecipe.parse("[".repeat(1_000_000))).isInstanceOf(PictureRecipe.Reading.Refused.class);
    }

    @Test
    void neverThrowsWhateverIsChanged() {
        String json = SampleRecipes.of(SampleRecipes.everything()).toJson();
        Random random = new Random(1);
        for (int trial = 0; trial < 5000; trial++) {
            StringBuilder changed = new StringBuilder(json);
            for (int flips = random.nextInt(1, 4); flips > 0; flips--)
                changed.setCharAt(random.nextInt(changed.length()), (char) random.nextInt(32, 127));
            assertThat(PictureRecipe.parse(changed.toString())).isNotInstanceOf(PictureRecipe.Reading.Absent.class);
        }
    }
}
