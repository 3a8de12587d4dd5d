package dev.modelyard.networks.pretrained;

import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pretrained networks of an installation.
 *
 * @param found by name
 * @param refused folders that are none, by name, with what is wrong with them
 */
public record Backbones(SequencedMap<String, Backbone> found, Map<String, String> refused) {
    /** None. */
    public static final Backbones NONE = new Backbones(new LinkedHashMap<>(), Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * Those in the folders of a folder, by name.
     *
     * @throws IOException if it cannot be read
     */
    public static Backbones in(Path folder) throws IOException {
        SequencedMap<String, Backbone> found = new LinkedHashMap<>();
        SequencedMap<String, String> refused = new LinkedHashMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                String name = String.valueOf(entry.getFileName());
                try {
                    requireName(name);
                    found.put(name, Backbone.open(entry));
                } catch (InvalidBackboneException e) {
                    refused.put(name, String.valueOf(e.getMessage()));
                }
            }
        }
        return new Backbones(found, refused);
    }

    private static void requireName(String name) throws InvalidBackboneException {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidBackboneException("the name of the folder must be letters, digits, dots, _ and -");
        }
        if (NetworkCatalog.standard().find(name).isPresent()) {
            throw new InvalidBackboneException("there is a network of that name already");
        }
    }

    public Optional<Backbone> find(String name) {
        return Optional.ofNullable(found.get(name));
    }

    /** The networks of this build and these. */
    public NetworkCatalog catalog() {
        List<Preset> presets = found.values().stream().map(Backbone::preset).toList();
        return NetworkCatalog.standard().with(presets);
    }
}
