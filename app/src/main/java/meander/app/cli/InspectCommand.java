package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.Rejected;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramTranslator;
import meander.models.family.Translator;
import meander.models.program.ProgramFamily;
import meander.models.request.Control;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code meander inspect}: what a model file is, or what a picture of ours was made from. */
@Command(name = "inspect", description = "Say what a model file is, or how a picture made by Meander was made.", footer = {"",
        "Example:", "  meander inspect faces.pkl"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a checkpoint such as .pkl or .pth, the folder of a training, or a PNG picture that Meander has written")
    private Path file;

    @Mixin
    private ForeignPrograms programs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        file = ModelFile.meant(file);
        ModelFile.refuseSpecial(file);
        if (PngFrames.isPng(file)) picture();
        else
            model();
        return 0;
    }

    private void model() {
        switch (ModelFile.result(file, Map.of(), programs.policy(), context)) {
            case OpenResult.Ready(Model model) -> model(model);
            case OpenResult.Translates(Translator translator) -> translator(translator);
            case OpenResult.Refused refused -> {
                found(refused.why());
                throw ModelFile.refused(file, refused);
            }
        }
    }

    /** What was seen of a file that does not open, for whoever is asked about it. */
    private void found(Rejected why) {
        if (why.report().isEmpty()) return;
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("refused", why.sentence());
        why.report().lines().forEach(report.putArray("found")::add);
        reporting.print(context, report, why.report());
    }

    private void translator(Translator translator) {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("bytes", size());
        report.put("sha256", sha256());
        TranslatorText.put(report, translator);
        TextTable table = TranslatorText.table(file, translator).rows("NOT FINITE", notFinite(report));
        if (translator instanceof ProgramTranslator) put(report, table, translator.info());
        reporting.print(context, report, table.row("SHA-256", report.get("sha256").textValue()).toString());
    }

    private void model(Model model) {
        ModelInfo info = model.info();
        List<String> own = FamilyControls.words(model.controls());
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("file", file.toString()).put("bytes", size()).put("sha256", sha256());
        report.put("family", info.family()).put("variant", info.variant());
        report.put("width", info.width()).put("height", info.height()).put("channels", info.channels());
        report.put("z", info.zDim()).put("w", info.wDim()).put("layers", info.layers()).put("classes", info.classes());
        report.put("parameters", info.parameters());
        info.notes().forEach(report.putArray("notes")::add);
        own.forEach(report.putArray("controls")::add);
        guesses(report, model.controls());
        List<String> spoiled = notFinite(report);
        TextTable table = new TextTable().row("file", file).row("family", TranslatorText.family(info))
                .row("resolution", info.width() + " × " + info.height()).row("channels", TranslatorText.channels(info.channels()))
                .row("z", info.zDim()).row("w", orNone(info.wDim())).row("layers", orNone(info.layers()))
                .row("classes", orNone(info.classes())).row("parameters", "%,d".formatted(info.parameters()))
                .rows("numbers from", info.notes()).rows("--set", own).rows("NOT FINITE", spoiled);
        if (model instanceof ProgramModel) put(report, table, info);
        reporting.print(context, report, table.row("SHA-256", report.get("sha256").textValue()).toString());
    }

    /** What the file leaves open, with how likely each answer is where that was weighed. */
    private static void guesses(ObjectNode report, List<Control> controls) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Control control : controls)
            if (control instanceof Control.Guess guess) {
                ObjectNode one = all.addObject().put("id", guess.id()).put("chosen", guess.chosen());
                ArrayNode options = one.putArray("options");
                for (int i = 0; i < guess.options().size(); i++) {
                    ObjectNode option = options.addObject().put("value", guess.options().get(i));
                    if (!guess.odds().isEmpty()) option.put("odds", guess.odds().get(i));
                }
            }
        if (!all.isEmpty()) report.set("guesses", all);
    }

    /** How a program runs here, if an engine runs it. */
    private static void put(ObjectNode report, TextTable table, ModelInfo info) {
        if (ProgramFamily.isCompiled(info)) return;
        report.put("program", ForeignPrograms.confinement());
        table.row("program", ForeignPrograms.confinement());
    }

    private void picture() {
        switch (PngFrames.recipe(file)) {
            case PictureRecipe.Reading.Found(PictureRecipe recipe) ->
                reporting.print(context, json(recipe.toJson()), table(recipe));
            case PictureRecipe.Reading.Translated(TranslationRecipe recipe) ->
                reporting.print(context, json(recipe.toJson()), TranslatorText.table(file, recipe).toString());
            case PictureRecipe.Reading.Absent _ -> throw CommandFailure
                    .work(file + " is a picture without a recipe; only pictures that Meander has written carry one.");
            case PictureRecipe.Reading.Refused(String sentence) -> throw CommandFailure.work(sentence);
        }
    }

    private ObjectNode json(String recipe) {
        try {
            ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", file.toString());
            return report.set("recipe", new ObjectMapper().readTree(recipe));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String table(PictureRecipe recipe) {
        return new TextTable().row("file", file).row("picture of", recipe.model() + " (" + recipe.family() + ")")
                .row("size",
                        recipe.width() + " × " + recipe.height() + (recipe.full() ? "" : " (preview)")
                                + TranslatorText.enlarged(recipe.enlarged()))
                .rows("made from", recipe.request().describe()).row("made by", "Meander " + recipe.app())
                .row("model SHA-256", recipe.sha256()).toString();
    }

    /** Numbers that spoil whatever is drawn, in the report and as words. */
    private List<String> notFinite(ObjectNode report) {
        List<NonFiniteTensors> found = ModelFile.notFinite(file).stream().toList();
        found.forEach(each -> report.putObject("notFinite").put("tensor", each.tensor()).put("count", each.count()));
        return found.stream().map(each -> each.count() + " numbers of " + each.tensor() + " are NaN or infinite").toList();
    }

    private static Object orNone(int count) {
        return count == 0 ? "none" : count;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw CommandFailure.work(file + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    private String sha256() {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw CommandFailure.work(file + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }
}
