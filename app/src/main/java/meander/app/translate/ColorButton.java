package meander.app.translate;

import java.util.List;

import javafx.beans.property.IntegerProperty;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.stage.Popup;
import javafx.util.Subscription;

import meander.app.base.Texts;

/** The colour that is drawn with, and others to choose from. What is drawn is a person’s and no part of the look, so these colours are said here. */
final class ColorButton extends Button {
    private static final List<Integer> COLOURS = List.of(0x000000, 0x57606A, 0xAFB8C1, 0xFFFFFF, 0x7A4A21, 0xD1242F, 0xFB8F44,
            0xFFD33D, 0x2DA44E, 0x8FD14F, 0x0969DA, 0x54AEFF, 0x8250DF, 0xE85AAD, 0xF5C6A5, 0x1B7C83);

    private final IntegerProperty colour;
    private final Texts texts;
    private final Rectangle swatch = new Rectangle(16, 16);
    private final Popup popup = new Popup();

    ColorButton(IntegerProperty colour, Texts texts) {
        this.colour = colour;
        this.texts = texts;
        getStyleClass().addAll("icon-button", "colour-button");
        setId("translate-colour");
        swatch.getStyleClass().add("swatch-now");
        setGraphic(swatch);
        setTooltip(new Tooltip(texts.text("translate.colour.tip")));
        popup.setAutoHide(true);
        popup.getContent().add(choices());
        setOnAction(_ -> {
            Bounds at = localToScreen(getLayoutBounds());
            popup.show(this, at.getMinX(), at.getMaxY() + 6);
        });
    }

    Subscription follow() {
        return colour.subscribe(now -> {
            swatch.setFill(paint(now.intValue()));
            setAccessibleText(texts.text("translate.colour", code(now.intValue())));
        });
    }

    private VBox choices() {
        TilePane tiles = new TilePane(4, 4);
        tiles.setPrefColumns(8);
        for (int each : COLOURS) {
            Rectangle square = new Rectangle(20, 20, paint(each));
            square.getStyleClass().add("swatch-now");
            Button choice = new Button("", square);
            choice.getStyleClass().addAll("icon-button", "flat");
            choice.setAccessibleText(texts.text("translate.colour", code(each)));
            choice.setOnAction(_ -> choose(each));
            tiles.getChildren().add(choice);
        }
        TextField field = new TextField();
        field.setAccessibleText(texts.text("translate.colour.code"));
        field.setTooltip(new Tooltip(texts.text("translate.colour.code")));
        field.setOnAction(_ -> {
            String typed = field.getText().strip().replaceFirst("^#", "");
            if (typed.matches("[0-9a-fA-F]{6}")) choose(Integer.parseInt(typed, 16));
        });
        popup.setOnShowing(_ -> field.setText(code(colour.get())));
        VBox box = new VBox(tiles, field);
        box.getStyleClass().add("colour-choices");
        return box;
    }

    private void choose(int rgb) {
        colour.set(0xFF << 24 | rgb);
        popup.hide();
    }

    private static String code(int argb) {
        return "#%06X".formatted(argb & 0xFFFFFF);
    }

    private static Color paint(int argb) {
        return Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
    }
}
