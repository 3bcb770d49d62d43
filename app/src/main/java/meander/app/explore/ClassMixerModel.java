package meander.app.explore;

import java.util.List;

import meander.app.base.Texts;
import meander.app.widgets.ClassMixer;
import meander.app.widgets.SliderRow;
import meander.models.latent.ClassMix;
import meander.models.request.Control;

/** The classes of the request, as the mixer turns them. */
record ClassMixerModel(ExploreViewModel explore, Texts texts, SliderRowFactory rows,
        Control.Classes classes) implements ClassMixer.Mix {
    @Override
    public int count() {
        return classes.count();
    }

    @Override
    public String name(int label) {
        return label < classes.names().size()
                ? classes.names().get(label)
                : texts.text("control.classes.numbered", Integer.toString(label));
    }

    @Override
    public List<Integer> chosen() {
        return List.copyOf(explore.values().classes().get().weights().keySet());
    }

    @Override
    public void choose(int label) {
        explore.values().chooseClass(label);
    }

    @Override
    public void add(int label) {
        ClassMix now = explore.values().classes().get();
        double usual = now.weights().values().stream().mapToDouble(Double::doubleValue).average().orElse(1);
        explore.values().classes().set(now.with(label, usual));
    }

    @Override
    public void remove(int label) {
        explore.values().classes().set(explore.values().classes().get().with(label, 0));
    }

    @Override
    public SliderRow weight(int label) {
        return rows.row(explore.values().classWeight(label), name(label), texts.text("control.classes.weight.tip", name(label)));
    }
}
