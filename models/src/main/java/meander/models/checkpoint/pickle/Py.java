package meander.models.checkpoint.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meander.models.checkpoint.ByteRange;

/**
 * What a pickle describes, as data. A file can make these contain themselves, so nothing here may be printed, compared or hashed as a
 * whole: whoever walks over them counts depth and steps.
 */
public sealed interface Py permits Py.None, Py.Bool, Py.Int, Py.Big, Py.Real, Py.Text, Py.Bytes, Py.Tuple, Py.Items, Py.SetOf,
        Py.Dict, Py.Global, Py.Obj, Py.Placeholder, Py.Module, Py.Tensor, Py.ArrayType, Py.Array, Storage {
    enum None implements Py {
        NONE
    }

    record Bool(boolean value) implements Py {}

    record Int(long value) implements Py {}

    record Big(BigInteger value) implements Py {}

    record Real(double value) implements Py {}

    record Text(String value) implements Py {}

    /** Left where they are. */
    record Bytes(ByteRange extent) implements Py {}

    record Tuple(List<Py> items) implements Py {}

    record Items(List<Py> items) implements Py {}

    record SetOf(List<Py> items) implements Py {}

    /**
     * Pairs in the order in which they were put. Only strings are ever hashed, and only when somebody asks for one: a map of these stays
     * quick even for strings chosen to collide.
     */
    final class Dict implements Py {
        private final List<Py> keys = new ArrayList<>();
        private final List<Py> values = new ArrayList<>();
        private final Map<String, Py> index = new HashMap<>(0);
        private int indexed;
        private Dict attributes;

        public void put(Py key, Py value) {
            keys.add(key);
            values.add(value);
        }

        public int size() {
            return keys.size();
        }

        public Py key(int index) {
            return keys.get(index);
        }

        public Py value(int index) {
            return values.get(index);
        }

        /** The last value under a name, or null. A file can ask for the same dict a million times, so no pair is walked over twice. */
        public Py get(String name) {
            for (; indexed < keys.size(); indexed++)
                if (keys.get(indexed) instanceof Text(var text)) index.put(text, values.get(indexed));
            return index.get(name);
        }

        /** Attributes of the dict itself, such as the {@code _metadata} of a state dict; null if there are none. */
        public Dict attributes() {
            return attributes;
        }

        void attributes(Dict attributes) {
            this.attributes = attributes;
        }
    }

    /** A class or function by its name. {@code builder} is null where it stands for nothing: it is not known, or may only be named. */
    record Global(String module, String name, Builder builder) implements Py {
        public String qualifiedName() {
            return module + "." + name;
        }
    }

    /** Something with attributes and nothing else. */
    record Obj(Global type, Dict attributes) implements Py {}

    /**
     * What a pickle makes of a class or function that stands for nothing here. The name was never looked up and nothing was called; what the
     * pickle gave to it is kept as data.
     */
    final class Placeholder implements Py {
        private final Global type;
        private final List<Py> arguments;
        private final Dict items = new Dict();
        private final List<Py> elements = new ArrayList<>();
        private Py state = None.NONE;

        /** @param type what would have been called */
        public Placeholder(Global type, List<Py> arguments) {
            this.type = type;
            this.arguments = arguments;
        }

        public Global type() {
            return type;
        }

        /** With what it would have been called. */
        public List<Py> arguments() {
            return arguments;
        }

        /** What was put into it by keys, as into a dict. */
        public Dict items() {
            return items;
        }

        /** What was appended or added to it. */
        List<Py> elements() {
            return elements;
        }

        /** Its attributes, if it has been given any; else null. */
        public Dict attributes() {
            return switch (state) {
                case Dict dict -> dict;
                // What has slots comes with two dicts.
                case Tuple(var both) when both.size() == 2 && both.getFirst() instanceof Dict dict -> dict;
                default -> null;
            };
        }

        void state(Py state) {
            this.state = state;
        }

        /** The name because of which this one stands for nothing. */
        public Global cause() {
            Placeholder at = this;
            while (!at.arguments.isEmpty() && at.arguments.getFirst() instanceof Placeholder inner)
                at = inner;
            return at.type;
        }

        /** Whether it would have been a tensor. */
        public boolean isTensor() {
            return type.module().startsWith("torch") && type.name().contains("rebuild")
                    || !arguments.isEmpty() && arguments.getFirst() instanceof Storage;
        }
    }

    /** A module in the way NVlabs pickles it: {@code state} is its {@code __dict__}. */
    record Module(String className, Dict state) implements Py {}

    record Tensor(Storage storage, long offset, long[] size, long[] stride) implements Py {}

    /** A NumPy dtype such as {@code f8}, before and after BUILD told its byte order. */
    final class ArrayType implements Py {
        private final String code;
        private boolean bigEndian;

        public ArrayType(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public boolean bigEndian() {
            return bigEndian;
        }

        void bigEndian(boolean bigEndian) {
            this.bigEndian = bigEndian;
        }
    }

    /** A NumPy array; one without a type was never built up. */
    final class Array implements Py {
        private ArrayType type;
        private long[] shape = {};
        private boolean fortran;
        private Bytes content;

        public void fill(ArrayType type, long[] shape, boolean fortran, Bytes content) {
            this.type = type;
            this.shape = shape;
            this.fortran = fortran;
            this.content = content;
        }

        public ArrayType type() {
            return type;
        }

        public long[] shape() {
            return shape;
        }

        public boolean fortran() {
            return fortran;
        }

        /** Null where the elements are not plain numbers. */
        public Bytes content() {
            return content;
        }
    }

    /** Whether Python could hash it, roughly. */
    static boolean isKey(Py value) {
        return switch (value) {
            case None _,Bool _,Int _,Big _,Real _,Text _,Bytes _,Tuple _,Global _ -> true;
            case Obj _,Placeholder _,Module _,Tensor _,Storage _ -> true;
            case Items _,SetOf _,Dict _,ArrayType _,Array _ -> false;
        };
    }

    /** How messages call it. */
    static String kind(Py value) {
        return switch (value) {
            case None _ -> "None";
            case Bool _ -> "a bool";
            case Int _,Big _ -> "an int";
            case Real _ -> "a float";
            case Text _ -> "a string";
            case Bytes _ -> "bytes";
            case Tuple _ -> "a tuple";
            case Items _ -> "a list";
            case SetOf _ -> "a set";
            case Dict _ -> "a dict";
            case Global global -> global.qualifiedName();
            case Obj obj -> "a " + obj.type().qualifiedName();
            case Placeholder placeholder -> "a " + placeholder.type().qualifiedName();
            case Module _ -> "a module";
            case Tensor _ -> "a tensor";
            case Storage _ -> "a storage";
            case ArrayType _ -> "a dtype";
            case Array _ -> "an array";
        };
    }
}
