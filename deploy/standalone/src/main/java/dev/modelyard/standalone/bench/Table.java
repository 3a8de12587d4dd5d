package dev.modelyard.standalone.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures with a title, as Markdown that also reads well on a terminal.
 *
 * @param method one sentence on how they were measured
 */
public record Table(String title, String method, List<String> head, List<List<String>> rows) {
    public String markdown() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < head.size(); column++) {
            int at = column;
            widths.add(Math.max(
                    head.get(column).length(),
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0)));
        }
        StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
        text.append(method).append("\n\n").append(line(head, widths)).append('|');
        widths.forEach(width -> text.append('-').append("-".repeat(width)).append("-|"));
        text.append('\n');
        rows.forEach(row -> text.append(line(row, widths)));
        return text.append('\n').toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder text = new StringBuilder("|");
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            text.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths.get(column) - cell.length()))
                    .append(" |");
        }
        return text.append('\n').toString();
    }
}
