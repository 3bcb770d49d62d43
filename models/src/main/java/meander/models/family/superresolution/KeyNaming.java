package meander.models.family.superresolution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that the same layers have had over the years, told as BasicSR's. */
final class KeyNaming {
    private static final Pattern TRUNK = Pattern.compile("RRDB_trunk\\.(\\d+)\\.RDB(\\d)\\.(.+)");
    private static final Pattern NUMBERED = Pattern.compile("model\\.(\\d+)\\.([a-z]+)");
    private static final Pattern NESTED = Pattern.compile("model\\.1\\.sub\\.(\\d+)\\.RDB(\\d)\\.(conv\\d)\\.0\\.([a-z]+)");
    private static final Pattern BEHIND = Pattern.compile("model\\.1\\.sub\\.(\\d+)\\.([a-z]+)");
    private static final Map<String, String> RENAMED = Map.of("trunk_conv", "conv_body", "upconv1", "conv_up1", "upconv2",
            "conv_up2", "HRconv", "conv_hr");

    private KeyNaming() {}

    /** BasicSR's names of a file's tensors, each with the file's own. Names that no style has stay as they are. */
    static Map<String, String> told(Collection<String> stored) {
        Map<String, String> told = new LinkedHashMap<>();
        boolean trunk = stored.stream().anyMatch(name -> name.contains("RRDB_trunk."));
        OptionalInt last = stored.stream().map(NUMBERED::matcher).filter(Matcher::matches)
                .filter(matcher -> matcher.group(1).length() < 4).mapToInt(matcher -> Integer.parseInt(matcher.group(1))).max();
        for (String name : stored)
            told.put(trunk ? ofTrunk(name) : last.isPresent() ? numbered(name, last.getAsInt()) : name, name);
        return told;
    }

    /** ESRGAN's own code. */
    private static String ofTrunk(String name) {
        Matcher block = TRUNK.matcher(name);
        if (block.matches()) return "body." + block.group(1) + ".rdb" + block.group(2) + "." + block.group(3);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : RENAMED.getOrDefault(name.substring(0, dot), name.substring(0, dot)) + name.substring(dot);
    }

    /** ESRGAN's first code, of 2018: a list in which activations and up-sampling count. @param last place of the last layer */
    private static String numbered(String name, int last) {
        Matcher nested = NESTED.matcher(name);
        if (nested.matches())
            return "body." + nested.group(1) + ".rdb" + nested.group(2) + "." + nested.group(3) + "." + nested.group(4);
        Matcher behind = BEHIND.matcher(name);
        if (behind.matches()) return "conv_body." + behind.group(2);
        Matcher layer = NUMBERED.matcher(name);
        if (!layer.matches() || layer.group(1).length() >= 4) return name;
        int place = Integer.parseInt(layer.group(1));
        String of = place == 0
                ? "conv_first"
                : place == last ? "conv_last" : place == last - 2 ? "conv_hr" : place % 3 == 0 ? "conv_up" + place / 3 : "";
        return of.isEmpty() ? name : of + "." + layer.group(2);
    }
}
