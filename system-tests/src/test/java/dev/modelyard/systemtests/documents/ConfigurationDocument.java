package dev.modelyard.systemtests.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/configuration.md}: a head written by hand, and tables written from the code. */
final class ConfigurationDocument {
    private static final String MARK = "<!-- What follows is written from the code by ConfigurationDocumentTest. -->\n";

    private final Path root;

    ConfigurationDocument(Path root) {
        this.root = root;
    }

    Path file() {
        return root.resolve("docs/configuration.md");
    }

    /** What the file holds. */
    String current() throws IOException {
        return Files.readString(file());
    }

    /** What it should hold: its own head, and the tables of today. */
    String wanted() throws IOException {
        String current = current();
        int mark = current.indexOf(MARK);
        String head = mark < 0 ? current : current.substring(0, mark);
        return head + MARK + tables(new ConfigurationReader(root).groups());
    }

    static String tables(List<ConfigurationGroup> groups) {
        Map<String, List<ConfigurationGroup>> byModule = groups.stream()
                .collect(Collectors.groupingBy(ConfigurationGroup::module, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byModule.forEach((module, ofModule) -> {
            text.append("\n## ").append(module).append('\n');
            ofModule.forEach(group -> {
                text.append('\n').append(group.description()).append("\n\n");
                text.append("| variable, property | is | unless set | what it does |\n|---|---|---|---|\n");
                group.keys().forEach(key -> text.append(key.row()));
            });
        });
        return text.toString();
    }
}
