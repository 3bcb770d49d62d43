package meander.app.explore;

import meander.app.widgets.ClassMixer;
import meander.models.request.Control;

/** A class, or a blend of several. */
final class ClassesCard extends ControlCard<Control.Classes> {
    ClassesCard() {
        super(Control.Classes.class);
    }

    @Override
    CardContent content(Control.Classes classes, CardContext context) {
        ClassMixer mixer = new ClassMixer(new ClassMixerModel(context.explore(), context.texts(), context.rows(), classes),
                new ClassMixer.Words(context.text("control.classes.pick"), context.text("control.classes.pick.tip"),
                        context.text("control.classes.none"), context.text("control.classes.blend"),
                        context.text("action.remove"), count -> context.text("control.classes.blended", count)));
        context.onRefresh(mixer::refresh);
        return CardContent.of(CardContent.fixed(context.text("control.classes.caption", classes.count())), mixer);

    }
}
