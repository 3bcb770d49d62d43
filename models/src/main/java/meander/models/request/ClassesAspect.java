package meander.models.request;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.latent.ClassMix;

/** Class or blend of classes. */
final class ClassesAspect extends Aspect<ClassMix> {
    ClassesAspect() {
        super("classes", ClassMix.NONE);
    }

    @Override
    public void write(ClassMix value, ObjectNode request) {
        if (!value.weights().isEmpty()) write(request.putObject("classes"), value.weights());
    }

    @Override
    public ClassMix read(JsonFields request) {
        return new ClassMix(request.object("classes").numbers(JsonFields::index));
    }

    @Override
    public ClassMix fit(ClassMix value, ClassMix initial, List<Control> controls) {
        int count = control(controls, Control.Classes.class).map(Control.Classes::count).orElse(0);
        ClassMix known = new ClassMix(kept(value.weights(), label -> label < count));
        return known.weights().isEmpty() ? initial : known;
    }

    @Override
    public List<String> describe(ClassMix value) {
        return value.weights().entrySet().stream().map(entry -> "class " + entry.getKey() + " × " + entry.getValue()).toList();
    }
}
