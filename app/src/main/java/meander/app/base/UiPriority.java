package meander.app.base;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Lets the window have the processors first. Threads that a courteous thread starts, the engine's among them, are as courteous as it
 * is.
 */
final class UiPriority {
    private static final int THIS_THREAD = 0;
    private static final int NICE = 10;

    private UiPriority() {}

    /** The work, on a thread that steps aside for others. */
    static Runnable courteous(Runnable work) {
        return () -> {
            stepAside();
            work.run();
        };
    }

    @SuppressWarnings("restricted") // one call of the C library, with numbers alone
    private static void stepAside() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        // On Linux the virtual machine does not pass priorities on; there the system's own call is for one thread alone.
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) return;
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setpriority = linker.downcallHandle(linker.defaultLookup().findOrThrow("setpriority"), FunctionDescriptor
                    .of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int _ = (int) setpriority.invokeExact(0, THIS_THREAD, NICE);
        } catch (Throwable e) {
            System.getLogger(UiPriority.class.getName()).log(System.Logger.Level.DEBUG, "priority stays", e);
        }
    }
}
