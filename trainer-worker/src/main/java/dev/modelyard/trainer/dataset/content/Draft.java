package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.wire.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The examples read so far: on disk, but for what each is for and its label. Small enough in memory for very many.
 */
public final class Draft implements Closeable {
    private final Path file;
    private final BufferedWriter lines;
    private @Nullable Split[] splits = new @Nullable Split[1024];
    private int[] labels = new int[1024];
    private int count;
    private int said;
    private int unlabelled;
    private Optional<Place> firstUnsaid = Optional.empty();

    /** A draft in a new file. */
    public Draft(Path file) throws IOException {
        this.file = file;
        this.lines = Files.newBufferedWriter(file);
    }

    /**
     * Adds an example.
     *
     * @param label its id so far; any number where there are no labels
     */
    void add(Place place, Example example, Optional<Split> split, int label) throws IOException {
        append(example, split, label);
        if (split.isPresent()) {
            said++;
        } else if (firstUnsaid.isEmpty()) {
            firstUnsaid = Optional.of(place);
        }
    }

    /** Adds an unlabelled example. What the others are for is another matter: they may have splits or none. */
    void addUnlabelled(Example example) throws IOException {
        append(example, Optional.of(Split.UNLABELLED), 0);
        unlabelled++;
    }

    private void append(Example example, Optional<Split> split, int label) throws IOException {
        if (count == splits.length) {
            splits = Arrays.copyOf(splits, Math.multiplyExact(count, 2));
            labels = Arrays.copyOf(labels, splits.length);
        }
        lines.write(Json.write(example));
        lines.write('\n');
        splits[count] = split.orElse(null);
        labels[count] = label;
        count++;
    }

    public int size() {
        return count;
    }

    /** The label of a labelled example as it was added. */
    public int label(int index) {
        return labels[index];
    }

    /** What an example is for, if the content says so. */
    public Optional<Split> split(int index) {
        return Optional.ofNullable(splits[index]);
    }

    /** Whether an example is unlabelled. */
    public boolean unlabelled(int index) {
        return splits[index] == Split.UNLABELLED;
    }

    /** Whether the content itself is divided: it says what labelled examples are for, and not that all are for training. */
    public boolean divided() {
        for (int i = 0; i < count; i++) {
            if (splits[i] != null && splits[i] != Split.TRAIN && splits[i] != Split.UNLABELLED) {
                return true;
            }
        }
        return false;
    }

    void checkSplits(Problems problems) {
        if (said > 0 && said < count - unlabelled) {
            firstUnsaid.ifPresent(place -> problems.add(place, "no split, though other examples have one"));
        }
    }

    /** Reads the examples back, in order. Nothing may be added afterwards. */
    public void forEach(ExampleVisitor visitor) throws IOException {
        lines.close();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int index = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                visitor.visit(index++, Json.read(line, Example.class));
            }
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Takes one example after the other. */
    @FunctionalInterface
    public interface ExampleVisitor {
        void visit(int index, Example example) throws IOException;
    }
}
