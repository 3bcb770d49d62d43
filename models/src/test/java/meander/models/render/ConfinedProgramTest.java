package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import meander.models.Fixtures;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Tensor;
import meander.models.process.Confinement;
import meander.models.process.ConfinementLack;

/** A process that runs programs, from within: what {@link HostileProgram} tries there. */
@EnabledOnOs(OS.LINUX)
class ConfinedProgramTest {
    private static final Port WHICH = new Port("which", DType.F32, List.of());
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private ForeignModel program;

    @BeforeEach
    void aProgramAndASecret() throws IOException {
        program = (ForeignModel) Checkpoints.open(Fixtures.path("programs/conditional.onnx"));
        Files.writeString(folder.resolve("secret"), "mine");
    }

    private static void confined() {
        assumeThat(Confinement.ofThisSystem().holds()).isInstanceOf(Confinement.Holds.Full.class);
    }

    private ProgramProcess open(Confinement confinement, ProgramLimits limits, String... options) {
        return open(HostileProgram.Main.class, confinement, limits, options);
    }

    private ProgramProcess open(Class<?> main, Confinement confinement, ProgramLimits limits, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Dhostile.folder=" + folder);
        all.add("-Dhostile.parent=" + ProcessHandle.current().pid());
        return new ProgramProcess(program, limits, RenderSettings.DEFAULT, confinement, main, all);
    }

    private static ProgramLimits patient() {
        return new ProgramLimits(LONG, LONG, 2L << 30, 0);
    }

    private static int attempted(ProgramProcess process, int which) {
        return (int) process.run(List.of(WHICH), Map.of("which", Tensor.scalar(which)), Set.of()).get("answer").data()[0];
    }

    @Test
    void nothingThatIsTheUsersCanBeReached() throws IOException {
        confined();
        Map<String, Integer> answers = new LinkedHashMap<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FileChannel open = FileChannel.open(folder.resolve("secret"));
                ProgramProcess process = open(Confinement.ofThisSystem(), patient(), "-Dhostile.port=" + server.getLocalPort(),
                        "-Dhostile.inode=" + Files.getAttribute(folder.resolve("secret"), "unix:ino"))) {
            assertThat(open.isOpen()).isTrue();
            for (int i = 0; i < HostileProgram.ATTACKS.size(); i++)
                answers.put(HostileProgram.ATTACKS.get(i).name(), attempted(process, i));
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
        }
        assertThat(answers).allSatisfy((_, answer) -> assertThat(answer).isNegative());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("secret"));
        }
        assertThat(folder.resolve("secret")).hasContent("mine");
    }

    /** Before its engine is loaded, and before it is given a program. */
    @Test
    void itIsBornUnableToReachThem() throws IOException {
        confined();
        List<String> worked = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProgramProcess process = open(HostileProgram.Newborn.class, Confinement.ofThisSystem(), patient(),
                        "-Dhostile.port=" + server.getLocalPort())) {
            for (int i = 0; i < HostileProgram.ATTACKS.size(); i++)
                if (attempted(process, i) >= 0) worked.add(HostileProgram.ATTACKS.get(i).name());
        }
        assertThat(worked).isSubsetOf("ask whether a file is there (newfstatat)", "open 10,000 files",
                "duplicate a descriptor (dup)", "fork (clone)", "fork (clone3)", "a handle of the parent (pidfd_open)",
                "limit the parent (prlimit64)", "move the parent to another core (sched_setaffinity)",
                "outlive the parent (prctl PR_SET_PDEATHSIG)", "lift the own limits (prlimit64)",
                "a filter of its own (seccomp)");
        assertThat(folder.resolve("secret")).hasContent("mine");
    }

    /** Or the tests above would say nothing. */
    @Test
    void theSameReachesAllWhereNothingConfinesIt() throws IOException {
        List<String> worked = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProgramProcess process = open(Confinement.none(ConfinementLack.UNKNOWN_SYSTEM), patient(),
                        "-Dhostile.port=" + server.getLocalPort())) {
            for (int i = 0; i < HostileProgram.ATTACKS.size(); i++) {
                String name = HostileProgram.ATTACKS.get(i).name();
                if (name.matches(
                        "(read a file|create|list|open a socket|connect|listen|duplicate|run a program from|ask|io_uring).*")
                        && attempted(process, i) >= 0)
                    worked.add(name);
            }
        }
        assertThat(worked).contains("read a file of the user's (openat)", "create a file (openat)", "list a folder (openat)",
                "open a socket (AF_INET)", "connect to a server (Java)", "listen (Java)",
                "ask whether the parent lives (kill 0)");
    }

    @Test
    void whatTakesTooMuchIsEnded() {
        confined();
        Map<String, String> reasons = new LinkedHashMap<>();
        List<String> ends = new ArrayList<>(HostileProgram.ENDS.keySet());
        ends.sort(null);
        for (int i = 0; i < ends.size(); i++) {
            ProgramLimits limits = ends.get(i).startsWith("loop")
                    ? new ProgramLimits(LONG, Duration.ofSeconds(1), 2L << 30, 0)
                    : patient();
            int which = HostileProgram.ATTACKS.size() + i;
            try (ProgramProcess process = open(Confinement.ofThisSystem(), limits)) {
                attempted(process, which);
                reasons.put(ends.get(i), "WORKED");
            } catch (OnnxSession.EngineException e) {
                reasons.put(ends.get(i), e.getMessage());
            }
        }
        assertThat(reasons.get("loop without end")).isEqualTo("it took more than 1 seconds");
        assertThat(reasons.get("allocate without end")).isEqualTo("it took more than 2048 MiB of memory");
        assertThat(reasons.get("start threads without end")).containsAnyOf("it started more than 512 threads",
                "it ended the process", "unable to create native thread");
        assertThat(reasons.get("call the kernel as x32 does")).contains("it ended the process (status 159");
        assertThat(reasons.get("end the process")).contains("it ended the process (status 3");
    }

    @Test
    void itIsBornWithoutRights() throws IOException {
        confined();
        try (ProgramProcess process = new ProgramProcess(program, patient(), RenderSettings.DEFAULT)) {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            assertThat(Files.readAllLines(status)).contains("NoNewPrivs:\t1", "Seccomp:\t2", "Seccomp_filters:\t2");
            List<String> threads;
            try (var tasks = Files.list(status.resolveSibling("task"))) {
                threads = tasks.map(Path::toString).toList();
            }
            assertThat(threads).isNotEmpty().allSatisfy(task -> assertThat(Files.readAllLines(Path.of(task, "status")))
                    .contains("NoNewPrivs:\t1", "Seccomp_filters:\t2"));
        }
    }

    /** Threads of this process that came later than the one which gave up its rights. */
    @Test
    void thisProcessKeepsItsRights() throws IOException, InterruptedException {
        try (ProgramProcess _ = new ProgramProcess(program, patient(), RenderSettings.DEFAULT)) {
            List<String> bound = new ArrayList<>();
            try (var tasks = Files.list(Path.of("/proc/self/task"))) {
                for (Path task : tasks.toList())
                    if (Files.readAllLines(task.resolve("status")).contains("NoNewPrivs:\t1"))
                        bound.add(Files.readString(task.resolve("comm")).strip());
            }
            assertThat(bound).allSatisfy(name -> assertThat(name).isEqualTo("meander-confine"));
            Thread thread = new Thread(() -> assertThat(folder.resolve("secret")).hasContent("mine"));
            thread.start();
            thread.join();
        }
    }

    @Test
    void itEndsWhenItIsClosed() {
        ProgramProcess process = new ProgramProcess(program, patient(), RenderSettings.DEFAULT);
        ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();
        process.close();
        child.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Test
    void anotherIsStartedAFewTimesWhereItEnds() {
        Map<String, Tensor> end = Map.of("which", Tensor.scalar(HostileProgram.ATTACKS.size() + ended("end the process")));
        try (ProgramProcess process = open(Confinement.ofThisSystem(), new ProgramLimits(LONG, LONG, 2L << 30, 1))) {
            long first = process.pid();
            assertThatThrownBy(() -> process.run(List.of(WHICH), end, Set.of())).isInstanceOf(ProgramProcess.Ended.class);
            assertThat(attempted(process, 0)).isNotNull();
            assertThat(process.pid()).isNotEqualTo(first);
            assertThatThrownBy(() -> process.run(List.of(WHICH), end, Set.of())).isInstanceOf(ProgramProcess.Ended.class);
            assertThatThrownBy(() -> attempted(process, 0)).hasMessage("its process ended too often");
        }
    }

    private static int ended(String name) {
        return HostileProgram.ENDS.keySet().stream().sorted().toList().indexOf(name);
    }
}
