package meander.app.explore;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.beans.property.ObjectPropertyBase;

import meander.models.request.RenderRequest;

/** One part of the request as a property; its truth is the request, as a {@link Dial}'s is. Bind to it both ways, not one way. */
final class RequestProperty<T> extends ObjectPropertyBase<T> {
    private final String name;
    private final Function<RenderRequest, T> read;
    private final Consumer<T> write;
    private RenderRequest request;

    RequestProperty(String name, RenderRequest request, Function<RenderRequest, T> read, Consumer<T> write) {
        this.name = name;
        this.request = request;
        this.read = read;
        this.write = write;
    }

    @Override
    public T get() {
        return read.apply(request);
    }

    @Override
    public void set(T value) {
        if (value != null && !value.equals(get())) write.accept(value);
    }

    /** Follows the request. */
    void follow(RenderRequest next) {
        T before = get();
        request = next;
        if (!Objects.equals(before, get())) fireValueChangedEvent();
    }

    @Override
    public Object getBean() {
        return null;
    }

    @Override
    public String getName() {
        return name;
    }
}
