package dev.modelyard.networks.pretrained;

import dev.modelyard.networks.preset.NetworkCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pretrained networks of an installation: the folders in a folder. It is looked at anew each time, so that some may come and go.
 *
 * @param folder empty: there are none
 */
public record Backbones(Optional<Path> folder) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * All of them.
     *
     * @param usable by name
     * @param refused folders that are none, by name, with what is wrong with them
     */
    public record Listing(SequencedMap<String, Backbone> usable, Map<String, String> refused) {}

    /**
     * The one of that name; whatever the name, no folder elsewhere is looked at.
     *
     * @throws InvalidBackboneException if the folder of that name is none
     */
    public Optional<Backbone> find(String name) throws IOException {
        if (folder.isEmpty()
                || !NAME.matcher(name).matches()
                || !Files.isDirectory(folder.get().resolve(name))) {
            return Optional.empty();
        }
        if (NetworkCatalog.standard().find(name).isPresent()) {
            throw new InvalidBackboneException("there is a network of that name already");
        }
        return Optional.of(Backbone.open(folder.get().resolve(name)));
    }

    /**
     * Looks at each folder.
     *
     * @throws IOException if they cannot be listed
     */
    public Listing all() throws IOException {
        SequencedMap<String, Backbone> usable = new LinkedHashMap<>();
        SequencedMap<String, String> refused = new LinkedHashMap<>();
        if (folder.isPresent()) {
            try (Stream<Path> entries = Files.list(folder.get())) {
                for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                    look(String.valueOf(entry.getFileName()), usable, refused);
                }
            }
        }
        return new Listing(usable, refused);
    }

    private void look(String name, Map<String, Backbone> usable, Map<String, String> refused) throws IOException {
        try {
            find(name)
                    .ifPresentOrElse(
                            backbone -> usable.put(name, backbone),
                            () -> refused.put(name, "the name of the folder must be letters, digits, dots, _ and -"));
        } catch (InvalidBackboneException | NoSuchFileException e) {
            refused.put(name, String.valueOf(e.getMessage()));
        }
    }
}
