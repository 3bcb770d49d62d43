package meander.app.translate;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import meander.app.picture.Raster;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;

/** What the Translate workspace needs a screen for, in the window. @param view the nodes as they are built now */
record TranslateWindowActions(TranslateViewModel translate, Choosers choosers,
        Supplier<TranslateView> view) implements TranslateActions {
    private static final Filter PICTURES = Filter.of("chooser.pictures", "*.png", "*.jpg", "*.jpeg", "*.gif", "*.bmp", "*.webp",
            "*.tif", "*.tiff");
    private static final Filter MODELS = Filter.of("chooser.open.models", "*.pth", "*.pt", "*.safetensors", "*.onnx");

    @Override
    public void choosePicture() {
        choosers.open("chooser.picture", PICTURES, Filter.ALL).ifPresent(translate::openPicture);
    }

    @Override
    public void chooseTranslator() {
        choosers.open("chooser.translator", MODELS, Filter.ALL).ifPresent(translate::open);
    }

    @Override
    public void chooseTranslator(PaneViewModel pane) {
        choosers.open("chooser.translator", MODELS, Filter.ALL).ifPresent(file -> translate.open(pane, file));
    }

    @Override
    public void chooseFolders() {
        choosers.folder("chooser.folder.from").ifPresent(this::chooseFolder);
    }

    @Override
    public void chooseFolder(Path from) {
        choosers.folder("chooser.folder.to").ifPresent(to -> translate.exports().translateFolder(from, to));
    }

    @Override
    public void chooseTarget(int factor) {
        choosers.save("chooser.save", translate.exports().targetName(factor), Filter.of("chooser.save.png", "*.png"))
                .ifPresent(target -> translate.exports().save(target, factor));
    }

    @Override
    public void paste() {
        Optional<Image> image = Optional.ofNullable(Clipboard.getSystemClipboard().getImage());
        image.filter(each -> each.getPixelReader() != null)
                .ifPresent(each -> translate.input().take(TranslateView.raster(each), choosers.texts().text("translate.pasted")));
    }

    @Override
    public void copy(Raster picture) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(TranslateView.image(picture));
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public void zoomToFit() {
        view.get().fit();
    }

    @Override
    public void zoomTo(int scale) {
        view.get().zoomTo(scale);
    }
}
