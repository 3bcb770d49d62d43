import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * {@code java SkippedTests.java ROOT SINCE}: counts the tests that this build skipped, by the reasons they gave, and fails where what a reason
 * says is missing is there: a test must not be skipped silently on a machine that can run it.
 */
final class SkippedTests {
    private SkippedTests() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Instant since = Instant.parse(arguments[1]);
        Map<String, List<String>> skipped = new TreeMap<>();
        for (Path report : reports(root, since)) {
            NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                if (test.getElementsByTagName("skipped").getLength() == 0) continue;
                String reason = ((Element) test.getElementsByTagName("skipped").item(0)).getAttribute("message");
                String name = test.getAttribute("classname").replaceAll(".*\\.", "") + "." + test.getAttribute("name");
                skipped.computeIfAbsent(reason.replaceFirst("^Assumption failed: ", "").strip(), none -> new ArrayList<>()).add(name);
            }
        }
        int all = skipped.values().stream().mapToInt(List::size).sum();
        System.out.println(all == 0 ? "No test was skipped." : all + (all == 1 ? " test was skipped:" : " tests were skipped:"));
        skipped.forEach((reason, tests) -> System.out.printf("%5d  %s%n", tests.size(), reason.isEmpty() ? "no reason" : reason));
        List<String> silent = new ArrayList<>();
        skipped.forEach((reason, tests) -> {
            if (reason.isEmpty() || reason.contains("Python") && hasPyTorch()
                    || reason.contains("shared") && Files.isDirectory(root.resolveSibling("shared")))
                silent.addAll(tests);
        });
        if (!silent.isEmpty()) {
            System.out.println("These could have been run here, or gave no reason: " + String.join(", ", silent));
            System.exit(1);
        }
    }

    /** Those of this build: others may lie there from tests that have other names now. */
    private static List<Path> reports(Path root, Instant since) throws IOException {
        List<Path> reports = new ArrayList<>();
        for (String module : List.of("ui-resources", "models", "training", "app")) {
            Path folder = root.resolve(module).resolve("target/surefire-reports");
            if (!Files.isDirectory(folder)) continue;
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(each -> each.getFileName().toString().matches("TEST-.*\\.xml")).toList())
                    if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) reports.add(file);
            }
        }
        return reports;
    }

    /** As the tests look for it. */
    private static boolean hasPyTorch() {
        String python = System.getenv().getOrDefault("MEANDER_PYTHON", "/usr/bin/python3");
        try {
            return new ProcessBuilder(python, "-c", "import torch").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
