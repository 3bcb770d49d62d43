package meander.app.train;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.control.Label;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import meander.app.base.Texts;
import meander.app.widgets.Card;
import meander.training.data.DataSettings.Sides;

/** What pictures a training learns from: a contact sheet, and what was left out or changed. */
final class DataCard {
    private static final int ACROSS = 6;

    private final Texts texts;
    private final Card card;
    private final SampleGridView sheet = new SampleGridView();
    private final Label line = new Label();
    private final Label skipped = new Label();

    DataCard(Texts texts) {
        this.texts = texts;
        String name = texts.text("train.data");
        card = new Card(name, texts.text("card.fold", name), texts.text("action.reset.tip"), () -> {});
        card.setId("card-train-data");
        line.getStyleClass().add("card-hint");
        skipped.getStyleClass().add("card-hint");
        skipped.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        card.with(sheet, line, skipped);
    }

    Card card() {
        return card;
    }

    /** Shows what is known of data that was chosen. */
    void show(NewRunViewModel.Look look) {
        switch (look) {
            case NewRunViewModel.Look.None() -> say("", texts.text("train.data.none"));
            case NewRunViewModel.Look.Looking() -> say("", texts.text("train.data.looking"));
            case NewRunViewModel.Look.Refused(var why) -> say("", texts.say(why));
            case NewRunViewModel.Look.Found(DatasetInspector.Summary summary) -> show(summary);
        }
    }

    private void say(String caption, String sentence) {
        card.captionProperty().set(caption);
        line.setText(sentence);
        skipped.setText("");
        set(skipped, false);
        set(sheet, false);
    }

    private void show(DatasetInspector.Summary summary) {
        card.captionProperty().set(switch (summary.sides()) {
            case PAIRED -> texts.text("train.data.pairs", summary.pictures() / 2);
            case NONE, UNPAIRED -> texts.text("train.data.pictures", summary.pictures());
        });
        List<String> facts = new ArrayList<>();
        facts.add(texts.text("train.data.size", Integer.toString(summary.width()), Integer.toString(summary.height())));
        if (summary.sides() != Sides.NONE) facts.add(texts.text("train.data.sides"));
        else if (summary.classes() > 0) facts.add(texts.text("train.data.classes", summary.classes()));
        if (summary.cropped() > 0) facts.add(texts.text("train.data.cropped", summary.cropped()));
        if (summary.padded() > 0) facts.add(texts.text("train.data.padded", summary.padded()));
        facts.add(texts.text("train.data.skipped", summary.left()));
        line.setText(String.join(" · ", facts));
        skipped.setText(String.join("\n",
                summary.skipped().stream()
                        .map(each -> texts.text("train.data.skipped.why", each.count(), texts.say(each.why()), each.example()))
                        .toList()));
        set(skipped, !summary.skipped().isEmpty());
        set(sheet, !summary.sheet().isEmpty());
        if (!summary.sheet().isEmpty()) sheet.show(contact(summary.sheet()), null);
        sheet.setAccessibleText(texts.text("train.data.sheet", summary.name()));
        int down = (summary.sheet().size() + ACROSS - 1) / ACROSS;
        sheet.setPrefHeight(down * 56);
        sheet.setMinHeight(down * 56);
    }

    private static SampleGridView.Sheet contact(List<DatasetInspector.Picture> pictures) {
        int width = pictures.getFirst().width();
        int height = pictures.getFirst().height();
        int across = Math.min(ACROSS, pictures.size());
        int down = pictures.size() / across;
        WritableImage image = new WritableImage(across * width, down * height);
        for (int i = 0; i < across * down; i++)
            image.getPixelWriter().setPixels(i % across * width, i / across * height, Math.min(width, pictures.get(i).width()),
                    Math.min(height, pictures.get(i).height()), PixelFormat.getIntArgbInstance(), pictures.get(i).argb(), 0,
                    pictures.get(i).width());
        return new SampleGridView.Sheet(image, across, down, width, height);
    }

    private static void set(javafx.scene.Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
