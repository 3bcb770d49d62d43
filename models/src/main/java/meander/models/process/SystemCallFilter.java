package meander.models.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter: which system calls a thread may make. Calls of another processor's kind, and on x86-64 those of x32, end the process.
 */
final class SystemCallFilter {
    private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int NUMBER = 0; // offsets in struct seccomp_data
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;
    private static final int KILL = 0x80000000; // the process
    private static final int ERROR = 0x00050000;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 1;
    private static final int X32 = 0x40000000;
    /** Of all that are named in {@link Syscall}; what later kernels add is not known here. */
    private static final int LATEST = 469;
    private static final int CLONE_THREAD = 0x10000;
    private static final int PR_SET_NAME = 15;
    private static final int PR_SET_VMA = 0x53564d41;
    private static final int SECCOMP_SET_MODE_FILTER = 1;

    /**
     * What a program that computes does, and a JVM around it: memory, threads of its own process, clocks, and what is open already. Some of
     * them only with certain arguments, see {@link #computing}.
     */
    private static final List<Syscall> COMPUTING = List.of(Syscall.FUTEX, Syscall.READ, Syscall.WRITE, Syscall.WRITEV,
            Syscall.PREAD64, Syscall.LSEEK, Syscall.FSTAT, Syscall.CLOSE, Syscall.MMAP, Syscall.MUNMAP, Syscall.MPROTECT,
            Syscall.MADVISE, Syscall.MREMAP, Syscall.BRK, Syscall.SCHED_YIELD, Syscall.CLOCK_GETTIME, Syscall.CLOCK_GETRES,
            Syscall.CLOCK_NANOSLEEP, Syscall.NANOSLEEP, Syscall.GETTIMEOFDAY, Syscall.TIME, Syscall.TIMES, Syscall.GETRANDOM,
            Syscall.GETTID, Syscall.GETPID, Syscall.GETPPID, Syscall.GETCPU, Syscall.SCHED_GETAFFINITY, Syscall.SCHED_GETPARAM,
            Syscall.SCHED_GETSCHEDULER, Syscall.SYSINFO, Syscall.UNAME, Syscall.GETRUSAGE, Syscall.GETRLIMIT,
            Syscall.RESTART_SYSCALL, Syscall.RT_SIGACTION, Syscall.RT_SIGPROCMASK, Syscall.RT_SIGRETURN, Syscall.SIGALTSTACK,
            Syscall.SET_ROBUST_LIST, Syscall.RSEQ, Syscall.MEMBARRIER, Syscall.POLL, Syscall.PPOLL, Syscall.EXIT,
            Syscall.EXIT_GROUP);

    /** What a JVM needs neither to start nor to load an engine. Files, and whom it may signal, are Landlock's to deny. */
    private static final List<Syscall> NEVER = List.of(Syscall.PTRACE, Syscall.PROCESS_VM_READV, Syscall.PROCESS_VM_WRITEV,
            Syscall.PIDFD_GETFD, Syscall.PIDFD_SEND_SIGNAL, Syscall.PROCESS_MADVISE, Syscall.PROCESS_MRELEASE, Syscall.KCMP,
            Syscall.KILL, Syscall.TKILL, Syscall.RT_SIGQUEUEINFO, Syscall.RT_TGSIGQUEUEINFO, Syscall.MOUNT, Syscall.UMOUNT2,
            Syscall.MOVE_MOUNT, Syscall.OPEN_TREE, Syscall.FSOPEN, Syscall.FSCONFIG, Syscall.FSMOUNT, Syscall.FSPICK,
            Syscall.MOUNT_SETATTR, Syscall.PIVOT_ROOT, Syscall.CHROOT, Syscall.UNSHARE, Syscall.SETNS, Syscall.BPF,
            Syscall.PERF_EVENT_OPEN, Syscall.USERFAULTFD, Syscall.IO_URING_SETUP, Syscall.IO_URING_ENTER,
            Syscall.IO_URING_REGISTER, Syscall.KEYCTL, Syscall.ADD_KEY, Syscall.REQUEST_KEY, Syscall.OPEN_BY_HANDLE_AT,
            Syscall.NAME_TO_HANDLE_AT, Syscall.MEMFD_CREATE, Syscall.MEMFD_SECRET, Syscall.INIT_MODULE, Syscall.FINIT_MODULE,
            Syscall.DELETE_MODULE, Syscall.KEXEC_LOAD, Syscall.KEXEC_FILE_LOAD, Syscall.REBOOT, Syscall.SWAPON, Syscall.SWAPOFF,
            Syscall.QUOTACTL, Syscall.QUOTACTL_FD, Syscall.ACCT, Syscall.SETTIMEOFDAY, Syscall.CLOCK_SETTIME,
            Syscall.CLOCK_ADJTIME, Syscall.ADJTIMEX, Syscall.SETHOSTNAME, Syscall.SETDOMAINNAME, Syscall.IOPL, Syscall.IOPERM,
            Syscall.MODIFY_LDT, Syscall.SYSLOG, Syscall.VHANGUP, Syscall.FANOTIFY_INIT, Syscall.FANOTIFY_MARK,
            Syscall.INOTIFY_INIT, Syscall.INOTIFY_INIT1, Syscall.LOOKUP_DCOOKIE, Syscall.USELIB, Syscall.PERSONALITY,
            Syscall.SOCKET, Syscall.SOCKETPAIR, Syscall.CONNECT, Syscall.BIND, Syscall.LISTEN, Syscall.ACCEPT, Syscall.ACCEPT4,
            Syscall.SENDTO, Syscall.SENDMSG, Syscall.SENDMMSG, Syscall.RECVFROM, Syscall.RECVMSG, Syscall.RECVMMSG,
            Syscall.SETSOCKOPT, Syscall.SHMGET, Syscall.SHMAT, Syscall.SHMCTL, Syscall.MSGGET, Syscall.MSGSND, Syscall.MSGRCV,
            Syscall.SEMGET, Syscall.SEMOP, Syscall.SEMCTL, Syscall.MQ_OPEN, Syscall.MQ_UNLINK, Syscall.CHMOD, Syscall.FCHMOD,
            Syscall.FCHMODAT, Syscall.CHOWN, Syscall.FCHOWN, Syscall.LCHOWN, Syscall.FCHOWNAT, Syscall.SETXATTR,
            Syscall.LSETXATTR, Syscall.FSETXATTR, Syscall.REMOVEXATTR, Syscall.LREMOVEXATTR, Syscall.FREMOVEXATTR, Syscall.UTIME,
            Syscall.UTIMES, Syscall.UTIMENSAT, Syscall.FUTIMESAT, Syscall.TRUNCATE, Syscall.FTRUNCATE, Syscall.FALLOCATE,
            Syscall.CREAT, Syscall.RENAME, Syscall.RENAMEAT, Syscall.RENAMEAT2, Syscall.LINK, Syscall.LINKAT, Syscall.SYMLINK,
            Syscall.SYMLINKAT, Syscall.MKNOD, Syscall.MKNODAT, Syscall.SETUID, Syscall.SETGID, Syscall.SETREUID, Syscall.SETREGID,
            Syscall.SETRESUID, Syscall.SETRESGID, Syscall.SETGROUPS, Syscall.SETFSUID, Syscall.SETFSGID, Syscall.CAPSET,
            Syscall.SETPRIORITY, Syscall.SCHED_SETSCHEDULER, Syscall.SCHED_SETPARAM, Syscall.SCHED_SETATTR, Syscall.IOPRIO_SET,
            Syscall.MIGRATE_PAGES, Syscall.MOVE_PAGES, Syscall.SETRLIMIT, Syscall.EXECVEAT, Syscall.OPEN_TREE_ATTR,
            Syscall.STATMOUNT, Syscall.LISTMOUNT, Syscall.FCHMODAT2, Syscall.SETXATTRAT, Syscall.REMOVEXATTRAT,
            Syscall.FILE_SETATTR, Syscall.LSM_SET_SELF_ATTR);

    private record Instruction(int code, int yes, int no, int value) {}

    private final Processor processor;
    private final List<Instruction> instructions = new ArrayList<>();

    private SystemCallFilter(Processor processor) {
        this.processor = processor;
        add(LOAD, 0, 0, ARCHITECTURE);
        add(EQUAL, 1, 0, processor.auditName());
        add(RETURN, 0, 0, KILL);
        add(LOAD, 0, 0, NUMBER);
        if (processor == Processor.X86_64) {
            add(AT_LEAST, 0, 1, X32);
            add(RETURN, 0, 0, KILL);
        }
    }

    /** For a process that has yet to start: all but what no such process needs. */
    static SystemCallFilter starting(Processor processor) {
        SystemCallFilter filter = new SystemCallFilter(processor);
        for (Syscall each : NEVER)
            filter.answer(each, ERROR | EPERM);
        filter.add(AT_LEAST, 0, 1, LATEST + 1);
        filter.add(RETURN, 0, 0, ERROR | Libc.ENOSYS);
        filter.add(RETURN, 0, 0, ALLOW);
        return filter;
    }

    /**
     * For a process that has loaded all it needs: only what computing takes. No file can be opened, no process started, nobody signalled
     * but its own threads.
     *
     * @param process its number
     */
    static SystemCallFilter computing(Processor processor, long process) {
        SystemCallFilter filter = new SystemCallFilter(processor);
        for (Syscall each : COMPUTING)
            filter.answer(each, ALLOW);
        filter.answerWhere(Syscall.CLONE, 0, ANY_BIT, CLONE_THREAD);
        // Its flags lie in memory, where a filter cannot look: the C library then uses clone.
        filter.answer(Syscall.CLONE3, ERROR | Libc.ENOSYS);
        filter.answerWhere(Syscall.TGKILL, 0, EQUAL, (int) process);
        filter.answerWhere(Syscall.PRCTL, 0, EQUAL, PR_SET_NAME, PR_SET_VMA);
        filter.limits();
        filter.add(RETURN, 0, 0, ERROR | EPERM);
        return filter;
    }

    private void add(int code, int yes, int no, int value) {
        instructions.add(new Instruction(code, yes, no, value));
    }

    private void answer(Syscall call, int answer) {
        int number = call.number(processor);
        if (number == Syscall.NONE) return;
        add(EQUAL, 0, 1, number);
        add(RETURN, 0, 0, answer);
    }

    /** Allows a call where the lower half of an argument passes one of several tests; elsewhere it is an error. */
    private void answerWhere(Syscall call, int argument, int test, int... values) {
        add(EQUAL, 0, 2 + 2 * values.length, call.number(processor));
        add(LOAD, 0, 0, ARGUMENTS + 8 * argument);
        for (int value : values) {
            add(test, 0, 1, value);
            add(RETURN, 0, 0, ALLOW);
        }
        add(RETURN, 0, 0, ERROR | EPERM);
    }

    /** The own limits can be asked for, and nobody's be set. */
    private void limits() {
        add(EQUAL, 0, 8, Syscall.PRLIMIT64.number(processor));
        add(LOAD, 0, 0, ARGUMENTS); // whose
        add(EQUAL, 0, 5, 0);
        add(LOAD, 0, 0, ARGUMENTS + 16); // the new ones
        add(EQUAL, 0, 3, 0);
        add(LOAD, 0, 0, ARGUMENTS + 20);
        add(EQUAL, 0, 1, 0);
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, ERROR | EPERM);
    }

    /** Laid out as the kernel takes it, a {@code struct sock_fprog}. */
    MemorySegment program(Arena arena) {
        MemorySegment filter = arena.allocate(8L * instructions.size(), 8);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction each = instructions.get(i);
            filter.set(ValueLayout.JAVA_SHORT, 8L * i, (short) each.code());
            filter.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) each.yes());
            filter.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) each.no());
            filter.set(ValueLayout.JAVA_INT, 8L * i + 4, each.value());
        }
        MemorySegment program = arena.allocate(16, 8);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
        program.set(ValueLayout.ADDRESS, 8, filter);
        return program;
    }

    /** Binds the calling thread, or all of the process, for good; whoever they start as well. */
    static void install(Libc libc, MemorySegment program, boolean allThreads) throws IOException {
        libc.call(Syscall.SECCOMP, SECCOMP_SET_MODE_FILTER, allThreads ? 1 /* SECCOMP_FILTER_FLAG_TSYNC */ : 0,
                program.address());
    }
}
