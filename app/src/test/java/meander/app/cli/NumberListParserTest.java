package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class NumberListParserTest {
    @Test
    void seedsAreNumbersAndRanges() {
        assertThat(new SeedRange.Converter().convert("0,7-9").all()).containsExactly(0L, 7L, 8L, 9L);
        assertThat(new SeedRange.Converter().convert("9, 4294967295 ,3-3").all()).containsExactly(9L, 4294967295L, 3L);
    }

    @Test
    void aSeedIsDrawnOnce() {
        assertThat(new SeedRange.Converter().convert("5,0-5,5").all()).containsExactly(5L, 0L, 1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "7-x|“7-x” names no seeds between 0 and 4294967295; write for example 0,7-9", "``|names no seeds",
            "1,,2|names no seeds", "-1|“-1” names no seeds", "4294967296|names no seeds", "1.5|names no seeds",
            "9-7|“9-7” runs backwards; write 7-9", "0-4294967295|more than 1000000 seeds"})
    void saysWhatIsWrongWithSeeds(String text, String sentence) {
        assertThatThrownBy(() -> new SeedRange.Converter().convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aClassIsOneOrABlend() {
        assertThat(new ClassChoice.Converter().convert("3").mix()).isEqualTo(ClassMix.of(3));
        assertThat(new ClassChoice.Converter().convert("0=0.3,4=0.7").mix().weights()).isEqualTo(Map.of(0, 0.3, 4, 0.7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"cat|neither a class", "-1|neither a class", "0=a|“a” is not a number",
            "0=NaN|“NaN” is not a number", "0=1,3|“3” has no value", "0=1,0=2|class 0 is named twice", "0=-1|positive",
            "0=0|positive"})
    void saysWhatIsWrongWithAClass(String text, String sentence) {
        assertThatThrownBy(() -> new ClassChoice.Converter().convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void noiseIsAKindOrAFolder() {
        assertThat(new NoiseSource.Converter().convert("random")).isEqualTo(new NoiseSource.Kind(Noise.Mode.RANDOM));
        assertThat(new NoiseSource.Converter().convert("my/noise")).isInstanceOf(NoiseSource.Folder.class);
    }

    @Test
    void strengthIsForAllLayersOrForSome() {
        assertThat(new NoiseStrength.Converter().convert("0.5")).isEqualTo(new NoiseStrength(0.5, new java.util.TreeMap<>()));
        assertThat(new NoiseStrength.Converter().convert("1=0,3=2").layers()).isEqualTo(Map.of(1, 0.0, 3, 2.0));
    }
}
