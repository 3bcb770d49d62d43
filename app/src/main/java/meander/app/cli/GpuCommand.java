package meander.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.base.ErrorMessages;
import meander.app.base.Message;
import meander.app.base.Texts;
import meander.app.gpu.DownloadListener;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuPackage;
import meander.app.gpu.GpuPurpose;
import meander.app.gpu.GpuStore;
import meander.app.gpu.GpuViewModel;
import meander.app.settings.GraphicsCards;
import meander.models.render.Devices;
import meander.ui.Messages;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meander gpu}: which graphics cards there are, and the packages that use them. */
@Command(name = "gpu", description = "List graphics cards and the packages that use them; fetch, try or remove one.", footer = {
        "", "Example:", "  meander gpu --fetch drawing"})
final class GpuCommand implements Callable<Integer> {
    private static final double BEGUN = 0.002; // before it, nobody knows how long it takes

    /** One of these, or nothing but the list. */
    static final class Deed {
        @Option(names = "--fetch", paramLabel = "drawing|training", description = "fetch a package, check and unpack it, and use it from the next start on if its trial goes well")
        private GpuPurpose fetch;

        @Option(names = "--try", paramLabel = "drawing|training", description = "try a package again that is there")
        private GpuPurpose attempt;

        @Option(names = "--off", paramLabel = "drawing|training", description = "use what comes along from the next start on")
        private GpuPurpose off;

        @Option(names = "--remove", paramLabel = "drawing|training", description = "delete a package, or what was fetched of it")
        private GpuPurpose remove;
    }

    @ArgGroup
    private Deed deed = new Deed();

    @Option(names = "--from", arity = "1..*", paramLabel = "FILE", description = "with --fetch: files that were fetched elsewhere; nothing is asked of the network")
    private List<Path> from = List.of();

    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;
    private final Texts texts = new Texts(new Messages(Locale.ENGLISH));

    GpuCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!from.isEmpty() && deed.fetch == null) throw CommandFailure.call("--from goes with --fetch.");
        GpuInstaller installer = context.engine().gpu();
        try {
            if (deed.fetch != null) return fetch(installer, wanted(installer, deed.fetch));
            if (deed.attempt != null) return attempt(installer, wanted(installer, deed.attempt));
            if (deed.off != null) installer.store().use(wanted(installer, deed.off), false);
            else if (deed.remove != null) installer.store().remove(wanted(installer, deed.remove));
            else
                list(installer);
            return 0;
        } catch (CancellationException e) {
            throw CommandFailure.interrupted("Interrupted; what was fetched is kept, and fetching goes on from there.");
        } catch (IOException e) {
            throw CommandFailure.work(texts.say(ErrorMessages.message(e)), e);
        }
    }

    private GpuPackage wanted(GpuInstaller installer, GpuPurpose purpose) {
        return installer.packages().apply(purpose).orElseThrow(() -> CommandFailure.work(texts.text("gpu.none")));
    }

    private int fetch(GpuInstaller installer, GpuPackage wanted) throws IOException {
        if (!(installer.store().state(wanted) instanceof GpuStore.State.Ready))
            try (ProgressReporter progress = ProgressReporter.of(from.isEmpty() ? "fetching" : "unpacking", context)) {
                installer.install(wanted, from, new DownloadListener() {
                    @Override
                    public void progress(double share) {
                        if (share > BEGUN) progress.at(share);
                    }

                    @Override
                    public boolean cancelled() {
                        return context.interrupted().getAsBoolean();
                    }
                });
            }
        return attempt(installer, wanted);
    }

    private int attempt(GpuInstaller installer, GpuPackage wanted) throws IOException {
        if (!(installer.store().state(wanted) instanceof GpuStore.State.Ready))
            throw CommandFailure
                    .work("There is nothing to try: “meander gpu --fetch " + name(wanted.purpose()) + "” comes first.");
        Devices.Tried tried = installer.attempt(wanted);
        if (!tried.well()) throw CommandFailure.work(texts.say(GpuViewModel.failed(wanted.purpose(), tried)));
        context.note(texts.text("gpu.done"));
        return 0;
    }

    private void list(GpuInstaller installer) {
        List<String> cards = GraphicsCards.found();
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        cards.forEach(report.putArray("cards")::add);
        ArrayNode packages = report.putArray("packages");
        TextTable table = new TextTable().rows("cards", cards.isEmpty() ? List.of(texts.text("machine.cards.none")) : cards);
        for (GpuPurpose purpose : GpuPurpose.values()) {
            Optional<GpuPackage> each = installer.packages().apply(purpose);
            if (each.isPresent()) {
                GpuStore.State state = installer.store().state(each.get());
                packages.add(json(each.get(), state, installer.store()));
                table.row(name(purpose), says(each.get(), state));
            } else
                table.row(name(purpose), texts.text("gpu.none"));
        }
        reporting.print(context, report, table.row("folder", installer.store().root()).toString());
    }

    private String says(GpuPackage each, GpuStore.State state) {
        Message message = new GpuViewModel.Offer(each, state, false, false, Optional.empty(), Optional.empty()).says().getFirst();
        return texts.say(message).replace('\n', ' ');
    }

    private static ObjectNode json(GpuPackage each, GpuStore.State state, GpuStore store) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("for", name(each.purpose())).put("version", each.version())
                .put("bytes", each.bytes()).put("unpacked", each.unpacked()).put("licence", each.licence())
                .put("state", state.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        switch (state) {
            case GpuStore.State.Partly(long bytes) -> json.put("fetched", bytes);
            case GpuStore.State.Ready(boolean on) -> json.put("on", on).put("folder", store.folder(each).toString());
            case GpuStore.State.Absent _,GpuStore.State.Broken _ -> {
            }
        }
        ArrayNode sources = json.putArray("sources");
        for (GpuPackage.Source source : each.sources())
            sources.addObject().put("url", source.uri().toString()).put("bytes", source.bytes()).put("sha256", source.sha256());
        return json;
    }

    private static String name(GpuPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
