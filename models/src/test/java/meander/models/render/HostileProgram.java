package meander.models.render;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Port;
import meander.models.graph.Tensor;

/**
 * What a program would do that has taken over the process it runs in: system calls of its own, through the same door by which engines run. It
 * is told what to try by its input, and gives what the kernel answered: 0 or more where it worked, or the negative number of the error.
 */
final class HostileProgram implements ProgramSession {
    private static final int AT = -100; // the working folder
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    @SuppressWarnings("restricted") // a function of the C library, by its own signature
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    private static final Path FOLDER = Path.of(System.getProperty("hostile.folder", "/"));
    private static final long PARENT = Long.getLong("hostile.parent", 1);
    private static final int PORT = Integer.getInteger("hostile.port", 1);

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            ProgramChild.run(arguments, (_, _) -> new HostileProgram());
        }
    }

    /** The same with no more than what the process is born with. */
    static final class Newborn {
        private Newborn() {}

        public static void main(String[] arguments) throws IOException {
            arguments[6] = "false";
            Main.main(arguments);
        }
    }

    /** Something to try. */
    interface Try {
        long run(Arena arena) throws Exception;
    }

    record Attack(String name, Try what) {}

    /** Each of these comes back. */
    static final List<Attack> ATTACKS = List.of(
            // Files
            path("read a file of the user's (openat)", 257, 56, "secret", 0),
            path("write a file of the user's (openat)", 257, 56, "secret", 1),
            path("create a file (openat)", 257, 56, "new", 0101), path("list a folder (openat)", 257, 56, "", 0200000),
            new Attack("read a file of the user's (openat2)", arena -> {
                MemorySegment how = arena.allocate(24, 8);
                return call(437, 437, AT, text(arena, FOLDER.resolve("secret")), how.address(), 24);
            }), path("change a file's rights (fchmodat)", 268, 53, "secret", 0777),
            path("remove a file (unlinkat)", 263, 35, "secret", 0), path("make a folder (mkdirat)", 258, 34, "new", 0777),
            path("make a fifo (mknodat)", 259, 33, "fifo", 0010666),
            new Attack("move a file (renameat2)",
                    arena -> call(316, 276, AT, text(arena, FOLDER.resolve("secret")), AT, text(arena, FOLDER.resolve("moved")),
                            0)),
            new Attack("link a file (linkat)",
                    arena -> call(265, 37, AT, text(arena, FOLDER.resolve("secret")), AT, text(arena, FOLDER.resolve("linked")),
                            0)),
            new Attack("make a symbolic link (symlinkat)",
                    arena -> call(266, 36, text(arena, Path.of("/etc/passwd")), AT, text(arena, FOLDER.resolve("symbolic")))),
            new Attack("cut a file (truncate)", arena -> call(76, 45, text(arena, FOLDER.resolve("secret")), 0)),
            new Attack("give a file away (fchownat)", arena -> call(260, 54, AT, text(arena, FOLDER.resolve("secret")), 1, 1, 0)),
            new Attack("set a file's time (utimensat)", arena -> call(280, 88, AT, text(arena, FOLDER.resolve("secret")), 0, 0)),
            new Attack("ask whether a file is there (newfstatat)",
                    arena -> call(262, 79, AT, text(arena, FOLDER.resolve("secret")), arena.allocate(256).address(), 0)),
            new Attack("name a file by a handle (name_to_handle_at)", arena -> {
                MemorySegment handle = arena.allocate(256, 8);
                handle.set(ValueLayout.JAVA_INT, 0, 128);
                return call(303, 264, AT, text(arena, FOLDER.resolve("secret")), handle.address(), arena.allocate(8).address(),
                        0);
            }),
            new Attack("open a file by a handle (open_by_handle_at)",
                    arena -> call(304, 265, 0, arena.allocate(256, 8).address(), 0)),
            new Attack("write to /dev/shm (openat)",
                    arena -> call(257, 56, AT, text(arena, Path.of("/dev/shm/hostile")), 0101, 0600)),
            new Attack("watch files (inotify_init1)", _ -> call(294, 26, 0)),
            new Attack("read the parent's memory (/proc/PID/mem)",
                    arena -> call(257, 56, AT, text(arena, Path.of("/proc/" + PARENT + "/mem")), 2)),
            new Attack("read the parent's environment (/proc/PID/environ)",
                    arena -> call(257, 56, AT, text(arena, Path.of("/proc/" + PARENT + "/environ")), 0)),
            new Attack("open 10,000 files", arena -> {
                long opened = 0;
                for (int i = 0; i < 10_000; i++)
                    if (call(257, 56, AT, text(arena, Path.of("/dev/null")), 0) >= 0) opened++;
                return opened == 0 ? -24 : opened;
            }), new Attack("duplicate a descriptor (dup)", _ -> call(32, 23, 0)),
            new Attack("shrink the shared memory (ftruncate)", _ -> {
                long worst = -1;
                for (int descriptor = 3; descriptor < 4096; descriptor++)
                    worst = Math.max(worst, call(77, 46, descriptor, 0));
                return worst;
            }), new Attack("read a file of the user's (Java)", _ -> {
                try {
                    return Files.readString(FOLDER.resolve("secret")).length();
                } catch (IOException e) {
                    return -1;
                }
            }),
            // Network
            new Attack("open a socket (AF_INET)", _ -> call(41, 198, 2, 1, 0)),
            new Attack("open a socket (AF_UNIX)", _ -> call(41, 198, 1, 1, 0)),
            new Attack("open a socket (AF_NETLINK)", _ -> call(41, 198, 16, 3, 0)),
            new Attack("open a pair of sockets (socketpair)", arena -> call(53, 199, 1, 1, 0, arena.allocate(8, 8).address())),
            new Attack("connect to a server (Java)", _ -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
                    return socket.getPort();
                } catch (IOException | LinkageError e) {
                    return -1;
                }
            }), new Attack("listen (Java)", _ -> {
                try (ServerSocket socket = new ServerSocket(0)) {
                    return socket.getLocalPort();
                } catch (IOException | LinkageError e) {
                    return -1;
                }
            }),
            // Processes
            new Attack("fork (clone)", _ -> born(call(56, 220, 17, 0, 0, 0, 0))), new Attack("fork (clone3)", arena -> {
                MemorySegment how = arena.allocate(88, 8);
                how.set(ValueLayout.JAVA_LONG, 32, 17);
                return born(call(435, 435, how.address(), 88));
            }), new Attack("run a program (execve)", HostileProgram::execve),
            new Attack("run a program from memory (memfd_create)", arena -> call(319, 279, arena.allocateFrom("x").address(), 0)),
            new Attack("run a program (execveat)", arena -> call(322, 281, AT, text(arena, Path.of("/bin/true")), 0, 0, 0)),
            new Attack("start a process (Java)", _ -> {
                try {
                    Process process = new ProcessBuilder("/bin/true").start();
                    process.destroyForcibly();
                    return process.pid();
                } catch (IOException | LinkageError e) {
                    return -1;
                }
            }), new Attack("ask whether the parent lives (kill 0)", _ -> call(62, 129, PARENT, 0)),
            new Attack("signal the parent's thread (tgkill)", _ -> call(234, 131, PARENT, PARENT, 0)),
            new Attack("signal the parent (rt_sigqueueinfo)",
                    arena -> call(129, 138, PARENT, 0, arena.allocate(128, 8).address())),
            new Attack("a handle of the parent (pidfd_open)", _ -> call(434, 434, PARENT, 0)),
            new Attack("take a descriptor of the parent's (pidfd_getfd)", _ -> call(438, 438, 0, 0, 0)),
            new Attack("read the parent's memory (process_vm_readv)",
                    arena -> call(310, 270, PARENT, vector(arena), 1, vector(arena), 1, 0)),
            new Attack("write the parent's memory (process_vm_writev)",
                    arena -> call(311, 271, PARENT, vector(arena), 1, vector(arena), 1, 0)),
            new Attack("trace the parent (ptrace)", _ -> call(101, 117, 0x4206, PARENT, 0, 0)),
            new Attack("limit the parent (prlimit64)", arena -> call(302, 261, PARENT, 7, vector(arena), 0)),
            new Attack("move the parent to another core (sched_setaffinity)",
                    arena -> call(203, 122, PARENT, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, 1L).address())),
            new Attack("slow the parent down (setpriority)", _ -> call(141, 140, 0, PARENT, 19)),
            new Attack("outlive the parent (prctl PR_SET_PDEATHSIG)", _ -> call(157, 167, 1, 0)),
            new Attack("lift the own limits (prlimit64)",
                    arena -> call(302, 261, 0, 7, arena.allocateFrom(ValueLayout.JAVA_LONG, 100L, 100L).address(), 0)),
            // The kernel
            new Attack("mount (mount)", arena -> call(165, 40, text(arena, FOLDER), text(arena, FOLDER), 0, 4096, 0)),
            new Attack("mount (fsopen)", arena -> call(430, 430, arena.allocateFrom("tmpfs").address(), 0)),
            new Attack("a name space of its own (unshare)", _ -> call(272, 97, 0x10000000)),
            new Attack("another name space (setns)", _ -> call(308, 268, 0, 0)),
            new Attack("another root (chroot)", arena -> call(161, 51, text(arena, Path.of("/")))),
            new Attack("io_uring (io_uring_setup)", arena -> call(425, 425, 4, arena.allocate(256, 8).address())),
            new Attack("programs for the kernel (bpf)", arena -> call(321, 280, 0, arena.allocate(128, 8).address(), 128)),
            new Attack("performance events (perf_event_open)",
                    arena -> call(298, 241, arena.allocate(128, 8).address(), 0, -1, -1, 0)),
            new Attack("page faults (userfaultfd)", _ -> call(323, 282, 1)),
            new Attack("keys (keyctl)", _ -> call(250, 219, 0, -3, 0)),
            new Attack("System V memory (shmget)", _ -> call(29, 194, 0, 4096, 01600)),
            new Attack("message queues (mq_open)",
                    arena -> call(240, 180, arena.allocateFrom("hostile").address(), 0102, 0600, 0)),
            new Attack("a filter of its own (seccomp)",
                    arena -> call(317, 277, 2, 0, arena.allocateFrom(ValueLayout.JAVA_INT, 0).address())),
            new Attack("load a module (init_module)",
                    arena -> call(175, 105, arena.allocate(8).address(), 0, arena.allocate(8).address())),
            new Attack("a call that no kernel has yet (9999)", _ -> call(9999, 9999)),
            // What it was born with
            new Attack("find a variable of the parent's",
                    _ -> System.getenv("PATH") == null && System.getenv("HOME") == null ? -1 : 1),
            new Attack("find descriptors of the parent's (fstat)", arena -> {
                long foreign = 0;
                for (int descriptor = 3; descriptor < 1024; descriptor++) {
                    MemorySegment found = arena.allocate(256, 8);
                    if (call(5, 80, descriptor, found.address()) == 0
                            && found.get(ValueLayout.JAVA_LONG, 8) == Long.getLong("hostile.inode", 0))
                        foreign++;
                }
                return foreign == 0 ? -1 : foreign;
            }));

    /** Each of these ends the process. */
    static final Map<String, Try> ENDS = Map.of("loop without end", _ -> {
        for (long i = 0;; i++)
            if (i < 0) return i;
    }, "allocate without end", _ -> {
        for (long i = 0; i < 1 << 20; i++) {
            MemorySegment part = Arena.global().allocate(64 << 20);
            for (long at = 0; at < part.byteSize(); at += 4096)
                part.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
        }
        return 0;
    }, "start threads without end", _ -> {
        for (int i = 0; i < 100_000; i++)
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    Thread.sleep(1_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        return 0;
    }, "call the kernel as x32 does", _ -> call(0x40000000 + 39, 0x40000000 + 39), "end the process", _ -> {
        Runtime.getRuntime().halt(3);
        return 0;
    });

    private static Attack path(String name, int x8664, int aarch64, String file, long flags) {
        return new Attack(name, arena -> call(x8664, aarch64, AT, text(arena, FOLDER.resolve(file)), flags, 0600));
    }

    private static long execve(Arena arena) {
        MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, 2);
        arguments.setAtIndex(ValueLayout.ADDRESS, 0, arena.allocateFrom("false"));
        return call(59, 221, text(arena, Path.of("/bin/false")), arguments.address(), 0);
    }

    /** In the parent the number; a child that was born all the same ends at once. */
    private static long born(long number) {
        if (number == 0) call(231, 94, 0);
        return number;
    }

    private static long vector(Arena arena) {
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ValueLayout.ADDRESS, 0, arena.allocate(16, 8));
        vector.set(ValueLayout.JAVA_LONG, 8, 16);
        return vector.address();
    }

    private static long text(Arena arena, Path path) {
        return arena.allocateFrom(path.toString()).address();
    }

    private static long call(long x8664, long aarch64, long... arguments) {
        long[] all = new long[6];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(state, ARM ? aarch64 : x8664, all[0], all[1], all[2], all[3], all[4],
                    all[5]);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs) {
        int which = (int) inputs.get("which").data()[0];
        List<String> ends = new ArrayList<>(ENDS.keySet());
        ends.sort(null);
        try (Arena arena = Arena.ofConfined()) {
            Try what = which < ATTACKS.size() ? ATTACKS.get(which).what() : ENDS.get(ends.get(which - ATTACKS.size()));
            return Map.of("answer", Tensor.scalar(Math.clamp(what.run(arena), -1000, 1000)));
        } catch (Exception e) {
            throw new OnnxSession.EngineException(e);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
