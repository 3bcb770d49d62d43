package meander.app.explore;

import java.util.Optional;

import meander.app.base.FileNames;
import meander.app.base.Message;
import meander.app.model.LoadedModel;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.family.Families;
import meander.models.render.Frame;

/** Finds out why a picture holds NaN or infinity. */
final class FiniteCheck {
    private FiniteCheck() {}

    static boolean isFinite(Frame picture) {
        for (float number : picture.pixels().data())
            if (!Float.isFinite(number)) return false;
        return true;
    }

    /** Which numbers of the model's file spoil its pictures; reads all of it. */
    static Message reason(LoadedModel model) {
        String name = FileNames.of(model.file());
        Optional<NonFiniteTensors> found = Families.installed().nonFinite(model.file());
        return found.map(each -> Message.of("fault.notFinite", name, each.tensor(), each.count()))
                .orElse(Message.of("fault.notFinite.unknown", name));
    }
}
