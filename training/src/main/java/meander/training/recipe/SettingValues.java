package meander.training.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a recipe's settings: what was typed, else the initial ones. */
public final class SettingValues {
    private final Map<String, String> values = new HashMap<>();

    /** @throws IllegalArgumentException with a sentence if a key is unknown or a value will not do */
    public SettingValues(List<Setting> declared, Map<String, String> typed) {
        List<String> objections = objections(declared, typed);
        if (!objections.isEmpty()) throw new IllegalArgumentException(objections.getFirst());
        declared.forEach(setting -> values.put(setting.key(), setting.initial()));
        values.putAll(SettingAliases.current(typed));
    }

    /** What is wrong with typed values, one sentence each. */
    public static List<String> objections(List<Setting> declared, Map<String, String> typed) {
        List<String> objections = new ArrayList<>();
        SettingAliases.current(typed).forEach((key, value) -> {
            declared.stream().filter(setting -> setting.key().equals(key)).findFirst().ifPresentOrElse(setting -> {
                if (!setting.objection(value).isEmpty()) objections.add(setting.objection(value));
            }, () -> objections.add("There is no setting " + key + "; there are "
                    + String.join(", ", declared.stream().map(Setting::key).toList()) + "."));
        });
        return objections;
    }

    /** Whether the recipe has such a setting. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    public int whole(String key) {
        return (int) Double.parseDouble(text(key));
    }

    public double real(String key) {
        return Double.parseDouble(text(key));
    }

    public boolean on(String key) {
        return text(key).equals("on");
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) throw new IllegalArgumentException("the recipe declares no setting " + key);
        return value;
    }
}
