package meander.app.gpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Message;
import meander.app.base.Texts;
import meander.app.gpu.GpuViewModel.Deed;
import meander.app.gpu.GpuViewModel.Offer;
import meander.app.widgets.SettingRow;

/** A row for each package, on the page of settings: how things stand with it, and what can be done. */
public final class GpuRows extends VBox {
    private final GpuViewModel model;
    private final Texts texts;
    private final Consumer<Consumer<List<Path>>> chooser;
    private final List<Subscription> following = new ArrayList<>();

    /** @param chooser lets a person choose files */
    public GpuRows(GpuViewModel model, Texts texts, Consumer<Consumer<List<Path>>> chooser) {
        this.model = model;
        this.texts = texts;
        this.chooser = chooser;
        setId("settings-gpu");
        for (GpuPurpose purpose : GpuPurpose.values())
            add(purpose);
    }

    public void close() {
        following.forEach(Subscription::unsubscribe);
    }

    private void add(GpuPurpose purpose) {
        Map<Deed, Button> buttons = new EnumMap<>(Deed.class);
        HBox line = new HBox();
        line.getStyleClass().add("setting-buttons");
        for (Deed deed : Deed.values()) {
            Button button = new Button(texts.text("gpu.deed." + deed));
            button.setId("gpu-" + (purpose + "-" + deed).toLowerCase(Locale.ROOT));
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> {
                if (deed == Deed.CHOOSE) chooser.accept(files -> model.act(purpose, deed, files));
                else
                    model.act(purpose, deed, List.of());
            });
            buttons.put(deed, button);
            line.getChildren().add(button);
        }
        SettingRow row = new SettingRow(
                new SettingRow.Words(texts.text("gpu.title." + purpose), texts.text("gpu.about"), texts.text("settings.reset")),
                line, () -> {});
        getChildren().add(row);
        following.add(model.offer(purpose).subscribe(offer -> show(offer, row, buttons)));
    }

    private void show(Offer offer, SettingRow row, Map<Deed, Button> buttons) {
        row.setVisible(offer != null);
        row.setManaged(offer != null);
        if (offer == null) return;
        buttons.forEach((deed, button) -> {
            button.setVisible(offer.deeds().contains(deed));
            button.setManaged(button.isVisible());
        });
        List<Message> says = offer.says();
        row.say(texts.say(says.getFirst()), false);
        row.complain(says.stream().skip(1).map(texts::say).collect(Collectors.joining("\n")));
    }
}
