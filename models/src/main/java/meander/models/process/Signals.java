package meander.models.process;

import java.lang.reflect.Proxy;

/** The system's signals to this process. Where the virtual machine has none, nothing is handled. */
public final class Signals {
    private Signals() {}

    /** @param name such as {@code INT}; one that the system has this process ignore, as under nohup, stays ignored */
    public static void handle(String name, Runnable work) {
        // By reflection: the compiler warns of this class, which every virtual machine has had for thirty years, and a warning ends the build.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handles = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) work.run();
                        return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name),
                    handles);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "no signals here", e);
        }
    }

    /** Leaves it to the system, which ends a process at once. */
    public static void release(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name),
                    handler.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "no signals here", e);
        }
    }
}
