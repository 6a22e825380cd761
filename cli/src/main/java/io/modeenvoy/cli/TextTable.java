package io.modeenvoy.cli;

import io.modeenvoy.crd.Printable;
import java.util.List;

/** Rows printed in aligned columns, the first row being the header; no cell can leave its row. */
record TextTable(List<List<String>> rows) {
    TextTable {
        rows = rows.stream()
                .map(row -> row.stream().map(Printable::of).toList())
                .toList();
    }

    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "";
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
