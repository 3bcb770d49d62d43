import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * {@code java ThirdParty.java bom.xml NOTICE THIRD-PARTY.txt [LEFT-OUT,…]}: writes which libraries come along with their licences, as the bill of
 * materials knows them, and fails with a sentence for each that NOTICE does not name by its coordinates, and for each coordinate there
 * that does not come along, but for those that this flavour leaves out.
 */
final class ThirdParty {
    /** A line of NOTICE about libraries of one group: {@code group: artifact, artifact}. */
    private static final Pattern COORDINATES = Pattern.compile("^ {6}([a-z0-9.-]+): ([a-z0-9, _-]+)$", Pattern.MULTILINE);

    private record Library(String group, String name, String version, List<String> licences, String page) {
        static Library of(Element component) {
            List<String> licences = new ArrayList<>();
            for (Element list : children(component, "licenses")) {
                children(list, "expression").forEach(each -> licences.add(each.getTextContent()));
                for (Element licence : children(list, "license"))
                    licences.add(text(licence, "id").isEmpty() ? text(licence, "name") : text(licence, "id"));
            }
            String page = children(component, "externalReferences").stream().flatMap(all -> children(all, "reference").stream())
                    .filter(each -> each.getAttribute("type").equals("website")).map(each -> text(each, "url")).findFirst()
                    .orElse("");
            return new Library(text(component, "group"), text(component, "name"), text(component, "version"), licences, page);
        }

        String coordinates() {
            return group + ":" + name;
        }

        String line() {
            return "%s %s%n    %s%n    %s%n".formatted(coordinates(), version, licences.isEmpty() ? "see NOTICE" : String.join(", ", licences),
                    page);
        }
    }

    private ThirdParty() {}

    public static void main(String[] arguments) throws Exception {
        Path bom = Path.of(arguments[0]);
        if (!Files.exists(bom)) {
            System.err.println("Offline, Maven's plugin writes no bill of materials: NOTICE is not compared with it.");
            return;
        }
        String notice = Files.readString(Path.of(arguments[1]));
        List<Library> libraries = libraries(bom);
        if (libraries.isEmpty()) throw new IOException(bom + " lists no library.");
        TreeSet<String> named = new TreeSet<>();
        for (Matcher line = COORDINATES.matcher(notice); line.find();)
            for (String artifact : line.group(2).split(",\\s*"))
                named.add(line.group(1) + ":" + artifact.strip());
        if (arguments.length > 3) List.of(arguments[3].split(",")).forEach(named::remove);
        TreeSet<String> come = new TreeSet<>();
        libraries.forEach(each -> come.add(each.coordinates()));

        StringBuilder text = new StringBuilder("What comes along with Meander; NOTICE says more.\n\n");
        libraries.forEach(each -> text.append(each.line()).append('\n'));
        Files.writeString(Path.of(arguments[2]), text);

        come.stream().filter(each -> !named.contains(each)).forEach(each -> System.err.println("NOTICE does not name " + each + ", which comes along."));
        named.stream().filter(each -> !come.contains(each)).forEach(each -> System.err.println("NOTICE names " + each + ", which does not come along."));
        if (!come.equals(named)) System.exit(1);
    }

    private static List<Library> libraries(Path bom) throws Exception {
        Element root = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(bom.toFile()).getDocumentElement();
        return children(root, "components").stream().flatMap(all -> children(all, "component").stream()).map(Library::of)
                .filter(each -> !each.group.equals("meander")).sorted((a, b) -> a.coordinates().compareTo(b.coordinates())).toList();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling())
            if (each instanceof Element element && element.getNodeName().equals(name)) found.add(element);
        return found;
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream().map(each -> each.getTextContent().strip()).findFirst().orElse("");
    }
}
