package meander.app.cli;

import java.util.ArrayList;
import java.util.List;

import meander.models.text.VisibleText;

/** Names and values in two columns. */
final class TextTable {
    private record Row(String name, String value) {}

    private final List<Row> rows = new ArrayList<>();

    TextTable row(String name, Object value) {
        rows.add(new Row(VisibleText.line(name), VisibleText.line(value.toString())));
        return this;
    }

    /** One name for several values, one a line; nothing for none. */
    TextTable rows(String name, List<String> values) {
        for (int i = 0; i < values.size(); i++)
            row(i == 0 ? name : "", values.get(i));
        return this;
    }

    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Row row : rows)
            text.append(row.name).repeat(' ', width + 2 - row.name.length()).append(row.value).append('\n');
        return text.toString();
    }
}
