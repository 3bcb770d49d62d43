package meander.models.process;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * On Linux, without privileges and without a helper of our own. All of it belongs to a thread and is inherited by what the thread starts: so
 * a thread gives up its rights and then starts the process, which is born without them.
 * <ul>
 * <li>{@code no_new_privs}: no program that it runs gains rights.
 * <li>{@link Landlock}: it reads the Java runtime, the class path, the engine's and the system's libraries and a few facts of the processor;
 * it lists engines' folders, runs {@code java} and writes nowhere, but for empty folders in one that is its own. It neither binds nor connects (from kernel 6.7 on) and signals nobody
 * (from 6.12 on).
 * <li>{@link SystemCallFilter}, twice: at birth without sockets, mounts, other processes' memory and whatever else no JVM needs; later, all
 * its threads at once, only with what computing takes.
 * <li>Limits: no file grows, no descriptor is opened, no core is written, data no larger than what is asked for. The number of processes is
 * no such limit, as it counts the user's: the filter denies them. That of threads is watched from here.
 * <li>No descriptor of this process but the shared memory and its pipes, an environment of its own, the root folder, a session of its own.
 * <li>It is killed when the thread that started it ends, which waits for its end, and so when this process ends, however it ends.
 * </ul>
 */
final class LinuxConfinement implements Confinement {
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SIGKILL = 9;
    private static final int SECCOMP_GET_ACTION_AVAIL = 2;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final long ALL = 0xffffffffL;
    private static final int FIRST = 3; // descriptor behind the standard ones
    private static final int F_SETFD = 2;
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_DATA = 2;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NOFILE = 7;
    private static final int RLIMIT_MEMLOCK = 8;
    private static final int RLIMIT_MSGQUEUE = 12;
    private static final long SPARE = 2L << 30; // addresses that a JVM takes beside what it uses
    private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache");
    private static final List<String> LOADERS = List.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1",
            "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1");
    private static final List<String> MACHINE = List.of("/dev/zero", "/dev/random", "/dev/urandom", "/proc/cpuinfo",
            "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu",
            "/sys/devices/system/node", "/sys/kernel/mm/transparent_hugepage");

    private final Libc libc;
    private final Holds holds;

    private LinuxConfinement(Libc libc, Holds holds) {
        this.libc = libc;
        this.holds = holds;
    }

    /** What this kernel can do. */
    static Confinement here() {
        Processor processor = Processor.here().orElse(null);
        if (processor == null) return new NoConfinement(ConfinementLack.UNKNOWN_PROCESSOR);
        try {
            Libc libc = new Libc(processor);
            if (!closesAll(libc)) return new NoConfinement(ConfinementLack.OLD_KERNEL);
            if (!filters(libc)) return new LinuxConfinement(libc, new Holds.Partial(ConfinementLack.NO_SECCOMP));
            return new LinuxConfinement(libc,
                    Landlock.version(libc) == 0 ? new Holds.Partial(ConfinementLack.NO_LANDLOCK) : new Holds.Full());
        } catch (RuntimeException | ExceptionInInitializerError | UnsatisfiedLinkError e) {
            return new NoConfinement(ConfinementLack.NO_LIBC);
        }
    }

    private static boolean closesAll(Libc libc) {
        try {
            libc.call(Syscall.CLOSE_RANGE, ALL, ALL, CLOSE_RANGE_CLOEXEC); // of a descriptor that there never is
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean filters(Libc libc) {
        try (Arena arena = Arena.ofConfined()) {
            libc.call(Syscall.SECCOMP, SECCOMP_GET_ACTION_AVAIL, 0,
                    arena.allocateFrom(ValueLayout.JAVA_INT, KILL_PROCESS).address());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Holds holds() {
        return holds;
    }

    @Override
    public SharedMemory memory() throws IOException {
        return SharedMemory.ofLinux(libc);
    }

    @Override
    public ConfinedProcess start(Launch launch) throws IOException {
        return new Started(launch);
    }

    private Landlock rules(Launch launch) throws IOException {
        Landlock rules = new Landlock(libc);
        Path home = Path.of(System.getProperty("java.home"));
        rules.read(home).execute(ConfinedProcess.java()).write(Path.of("/dev/null"));
        // Some distributions keep the runtime's settings elsewhere.
        Path settings = home.resolve("conf/security/java.security");
        if (settings.toFile().exists()) rules.read(settings.toRealPath().getParent());
        for (String each : LIBRARIES)
            rules.read(Path.of(each));
        for (String each : LOADERS)
            rules.execute(Path.of(each));
        for (String each : MACHINE)
            rules.list(Path.of(each));
        for (Path each : launch.readable())
            rules.list(each);
        rules.makeFolders(launch.scratch());
        return rules;
    }

    /** The thread that gives up its rights, starts the process and waits for its end. It lives as long as the process does. */
    private final class Keeper extends Thread {
        private final Libc.Spawn spawn;
        private final int rules;
        private final List<Integer> inherited;
        private final Arena arena = Arena.ofShared();
        private final MemorySegment filter;
        private final MemorySegment waited;
        private volatile int pid;
        private volatile boolean known;
        private volatile int status = -1;
        private volatile IOException failure;

        Keeper(Libc.Spawn spawn, int rules, List<Integer> inherited) {
            super("meander-confined");
            setDaemon(true);
            this.spawn = spawn;
            this.rules = rules;
            this.inherited = inherited;
            filter = SystemCallFilter.starting(libc.processor()).program(arena);
            waited = arena.allocate(ValueLayout.JAVA_INT);
        }

        /**
         * What this thread starts is bound as it is, threads of Java too: so it does nothing but call the kernel, and wakes nobody, who might
         * need a new thread to wake on.
         */
        @Override
        public void run() {
            try {
                // Its own table of descriptors, of which none is inherited but those that are named.
                libc.call(Syscall.CLOSE_RANGE, FIRST, ALL, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC);
                libc.call(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1);
                if (rules >= 0) libc.call(Syscall.LANDLOCK_RESTRICT_SELF, rules, 0);
                if (filters(libc)) SystemCallFilter.install(libc, filter, false);
                for (int each : inherited)
                    libc.call(Syscall.FCNTL, each, F_SETFD, 0);
                pid = spawn.start();
                libc.call(Syscall.CLOSE_RANGE, FIRST, ALL, 0); // or files that others close would stay open
            } catch (IOException e) {
                failure = e;
                if (pid == 0) return;
            }
            while (!known)
                LockSupport.parkNanos(100_000);
            status = end();
        }

        private int end() {
            while (true)
                try {
                    libc.call(Syscall.WAIT4, pid, waited.address(), 0, 0);
                    int how = waited.get(ValueLayout.JAVA_INT, 0);
                    return (how & 0x7f) == 0 ? how >> 8 & 0xff : 128 + (how & 0x7f);
                } catch (Libc.Failed e) {
                    if (e.number() != Libc.EINTR) return 0;
                }
        }
    }

    private final class Started implements ConfinedProcess {
        private final Keeper keeper;
        private final int handle; // a pidfd, which means this process even when its number means another
        private final OutputStream commands;
        private final InputStream replies;
        private final Complaints complaints;
        private boolean closed;

        Started(Launch launch) throws IOException {
            List<Integer> given = new ArrayList<>(); // to the process; closed here
            Landlock rules = null;
            boolean landlock = Landlock.version(libc) > 0;
            try {
                int[] in = libc.pipe();
                commands = writing(in[1]);
                given.add(in[0]);
                int[] out = libc.pipe();
                replies = reading(out[0]);
                given.add(out[1]);
                int[] errors = libc.pipe();
                complaints = new Complaints(reading(errors[0]));
                given.add(errors[1]);
                if (landlock) rules = rules(launch);
                List<String> command = new ArrayList<>();
                command.add(ConfinedProcess.java().toString());
                command.addAll(launch.arguments());
                command.add("/proc/self/fd/" + out[1]);
                List<Integer> inherited = new ArrayList<>(List.of(out[1]));
                launch.shared().forEach(each -> inherited.add(each.descriptor()));
                List<String> environment = launch.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
                try (Libc.Spawn spawn = libc.new Spawn(command, environment, in[0], errors[1], errors[1])) {
                    keeper = new Keeper(spawn, rules == null ? -1 : rules.descriptor(), inherited);
                    keeper.start();
                    while (keeper.pid == 0 && keeper.failure == null)
                        LockSupport.parkNanos(500_000);
                }
                if (keeper.pid == 0) throw keeper.failure;
                handle = (int) libc.call(Syscall.PIDFD_OPEN, keeper.pid, 0);
                keeper.known = true;
            } finally {
                given.forEach(libc::close);
                if (rules != null) libc.close(rules.descriptor());
            }
        }

        /** Opened anew, by the name that every descriptor has. */
        private InputStream reading(int descriptor) throws IOException {
            try {
                return new FileInputStream("/proc/self/fd/" + descriptor);
            } finally {
                libc.close(descriptor);
            }
        }

        private OutputStream writing(int descriptor) throws IOException {
            try {
                return new FileOutputStream("/proc/self/fd/" + descriptor);
            } finally {
                libc.close(descriptor);
            }
        }

        @Override
        public long pid() {
            return keeper.pid;
        }

        @Override
        public OutputStream commands() {
            return commands;
        }

        @Override
        public InputStream replies() {
            return replies;
        }

        @Override
        public String complaints() {
            return complaints.said();
        }

        @Override
        public OptionalInt status() {
            int status = keeper.status;
            return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
        }

        @Override
        public synchronized void kill() {
            if (closed) return;
            try {
                libc.call(Syscall.PIDFD_SEND_SIGNAL, handle, SIGKILL, 0, 0);
            } catch (IOException e) {
                // It has ended.
            }
        }

        @Override
        public synchronized void close() {
            if (closed) return;
            kill();
            closed = true;
            libc.close(handle);
            try {
                commands.close();
                replies.close();
            } catch (IOException e) {
                // Nobody waits for anything that was not written.
            }
        }
    }

    @Override
    public void computeOnly(long memory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = SystemCallFilter.computing(libc.processor(), libc.call(Syscall.GETPID)).program(arena);
            libc.call(Syscall.PRCTL, PR_SET_PDEATHSIG, SIGKILL);
            limit(RLIMIT_CORE, 0);
            limit(RLIMIT_FSIZE, 0);
            limit(RLIMIT_MEMLOCK, 0);
            limit(RLIMIT_MSGQUEUE, 0);
            limit(RLIMIT_DATA, memory + SPARE);
            limit(RLIMIT_NOFILE, 0); // from here on no class can be loaded from a folder
            if (filters(libc)) SystemCallFilter.install(libc, filter, true);
        }
    }

    private void limit(int what, long most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            libc.call(Syscall.PRLIMIT64, 0, what, arena.allocateFrom(ValueLayout.JAVA_LONG, most, most).address(), 0);
        }
    }
}
