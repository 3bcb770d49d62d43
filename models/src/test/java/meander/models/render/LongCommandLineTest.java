package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class LongCommandLineTest {
    /** A program that multiplies two matrices. */
    static final class Product {
        public static void main(String[] arguments) {
            try (MatrixProduct product = new MatrixProduct(8, RenderSettings.DEFAULT)) {
                product.run();
            }
        }
    }

    @Test
    void theEngineBeginsHoweverLongTheCommandLineIs() {
        assertThat(Devices.trial(List.of(Product.class.getName(), "x".repeat(20_000)), Map.of()).well()).isTrue();
    }
}
