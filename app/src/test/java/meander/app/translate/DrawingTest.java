package meander.app.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;

/** What a pen, a bucket and an eye for edges do to a picture. */
class DrawingTest {
    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;

    private static Raster sheet() {
        return Raster.filled(32, 32, WHITE);
    }

    @Test
    void aLineIsAsWideAsThePen() {
        Raster drawn = new Stroke(sheet(), BLACK, 4, 8, 16).to(24, 16);
        for (int y = 0; y < 32; y++)
            assertThat(drawn.at(16, y)).as("row %d", y).isEqualTo(y >= 14 && y < 18 ? BLACK : WHITE);
    }

    @Test
    void aLineInPiecesIsTheSameAsInOne() {
        Stroke pieces = new Stroke(sheet(), 0xFF3060C0, 3, 4.25, 5);
        for (int i = 1; i <= 8; i++)
            pieces.to(4.25 + 2.5 * i, 5 + 1.5 * i);
        assertThat(pieces.picture().argb()).isEqualTo(new Stroke(sheet(), 0xFF3060C0, 3, 4.25, 5).to(24.25, 17).argb());
    }

    @Test
    void thePictureBeforeStaysAsItWas() {
        Raster before = sheet();
        new Stroke(before, BLACK, 4, 8, 16).to(24, 16);
        assertThat(before.argb()).containsOnly(WHITE);
    }

    @Test
    void aLineMayLeaveTheSheet() {
        Raster drawn = new Stroke(sheet(), BLACK, 4, -20, 16).to(60, 16);
        assertThat(drawn.at(0, 16)).isEqualTo(BLACK);
        assertThat(drawn.at(31, 16)).isEqualTo(BLACK);
    }

    @Test
    void aFillStaysInsideAClosedLine() {
        Stroke ring = new Stroke(sheet(), BLACK, 2, 8, 8);
        ring.to(24, 8);
        ring.to(24, 24);
        ring.to(8, 24);
        Raster closed = ring.to(8, 8);
        Raster filled = FloodFill.at(closed, 16, 16, 0xFFFF0000);
        assertThat(filled.at(16, 16)).isEqualTo(0xFFFF0000);
        assertThat(filled.at(10, 22)).isEqualTo(0xFFFF0000);
        assertThat(filled.at(8, 16)).isEqualTo(BLACK);
        assertThat(filled.at(2, 2)).isEqualTo(WHITE);
        assertThat(FloodFill.at(filled, 16, 16, 0xFFFF0000)).isSameAs(filled);
    }

    @Test
    void edgesLieWhereAPictureChanges() {
        Raster step = FloodFill.at(new Stroke(sheet(), BLACK, 16, 8, -40).to(8, 80), 0, 0, BLACK);
        Raster edges = EdgeDetector.of(step);
        for (int y = 0; y < 32; y++) {
            assertThat(edges.at(16, y)).isEqualTo(BLACK);
            assertThat(edges.at(4, y)).isEqualTo(WHITE);
            assertThat(edges.at(28, y)).isEqualTo(WHITE);
        }
        assertThat(EdgeDetector.of(sheet()).argb()).containsOnly(WHITE);
    }

    @Test
    void edgesOfATurnedPictureAreTheEdgesTurned() {
        Raster picture = SamplePictures.LEAF.picture(40);
        Raster turned = EdgeDetector.of(transposed(picture));
        assertThat(turned.argb()).isEqualTo(transposed(EdgeDetector.of(picture)).argb());
    }

    private static Raster transposed(Raster picture) {
        int[] argb = new int[picture.argb().length];
        for (int y = 0; y < picture.height(); y++)
            for (int x = 0; x < picture.width(); x++)
                argb[x * picture.height() + y] = picture.at(x, y);
        return new Raster(picture.height(), picture.width(), argb);
    }

    @Test
    void samplesAreBoldWithRoomAroundThem() {
        for (SamplePictures sample : SamplePictures.values()) {
            Raster picture = sample.picture(128);
            assertThat(picture.at(0, 0)).as(sample.name()).isEqualTo(WHITE);
            assertThat(picture.at(127, 127)).as(sample.name()).isEqualTo(WHITE);
            assertThat(picture.argb()).as(sample.name()).contains(sample == SamplePictures.SMILEY ? 0xFFFFCB30 : BLACK);
        }
    }

    @Test
    void namesTellWhatAModelDoes() {
        assertThat(NetworkFileNames.title(Path.of("/m/horse2zebra/latest_net_G_A.pth"))).isEqualTo("horse2zebra");
        assertThat(NetworkFileNames.title(Path.of("/m/edges.pth"))).isEqualTo("edges");
        assertThat(NetworkFileNames.direction("horse2zebra", Direction.BACKWARD)).contains("zebra → horse");
        assertThat(NetworkFileNames.direction("pix2pix_unet128", Direction.FORWARD)).isEmpty();
        assertThat(NetworkFileNames.isSecond(StrawTranslator.of(Path.of("latest_net_G_B.pth"), Map.of()))).isTrue();
        assertThat(NetworkFileNames.isSecond(StrawTranslator.of(Path.of("latest_net_G_A.pth"), Map.of()))).isFalse();
        assertThat(NetworkFileNames.isSecond(StrawTranslator.of(Path.of("A2B.pth"), Map.of()))).isFalse();
    }

    @Test
    void aComparisonShowsOneBesideTheOtherOneThroughTheOtherOrWhatIsBetweenThem() {
        Raster below = Raster.filled(8, 2, 0xFF204060);
        Raster above = Raster.filled(8, 2, 0xFF60E020);
        java.nio.IntBuffer shown = java.nio.IntBuffer.allocate(16);
        new Comparison(below, above, Comparison.Way.WIPE, 0.25).toArgb(shown);
        assertThat(shown.get(5)).isEqualTo(0xFF204060);
        assertThat(shown.get(6)).isEqualTo(0xFF60E020);
        new Comparison(below, above, Comparison.Way.ONION, 1).toArgb(shown);
        assertThat(shown.get(0)).isEqualTo(0xFF60E020);
        new Comparison(below, above, Comparison.Way.DIFFERENCE, 0.5).toArgb(shown);
        assertThat(shown.get(0)).isEqualTo(0xFF40A040);
    }
}
