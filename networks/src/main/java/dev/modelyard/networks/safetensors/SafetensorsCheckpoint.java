package dev.modelyard.networks.safetensors;

import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The tensors of a folder as Hugging Face lays checkpoints out: in the one file {@code model.safetensors}, or in several, with
 * {@code model.safetensors.index.json} saying which tensor is in which. Tensors are read when asked for.
 */
public final class SafetensorsCheckpoint implements AutoCloseable {
    static final String WHOLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private final SequencedMap<String, SafetensorsFile> files;
    private final Collection<SafetensorsFile> open;

    private SafetensorsCheckpoint(SequencedMap<String, SafetensorsFile> files, Collection<SafetensorsFile> open) {
        this.files = files;
        this.open = open;
    }

    /**
     * Opens a folder and checks the headers of its files, and that each tensor is where the index says.
     *
     * @throws NoSuchFileException if there is neither file nor index, or a file that the index names is missing
     * @throws SafetensorsException if a file or the index is not sound
     */
    public static SafetensorsCheckpoint open(Path folder) throws IOException {
        Path whole = folder.resolve(WHOLE);
        return Files.exists(whole) ? whole(whole) : sharded(folder);
    }

    private static SafetensorsCheckpoint whole(Path whole) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(whole);
        SequencedMap<String, SafetensorsFile> files = new LinkedHashMap<>();
        file.names().forEach(name -> files.put(name, file));
        return new SafetensorsCheckpoint(files, List.of(file));
    }

    private static SafetensorsCheckpoint sharded(Path folder) throws IOException {
        SequencedMap<String, String> index = ShardIndex.read(folder.resolve(INDEX));
        SequencedMap<String, SafetensorsFile> shards = new LinkedHashMap<>();
        SequencedMap<String, SafetensorsFile> files = new LinkedHashMap<>();
        try {
            for (var entry : index.entrySet()) {
                String shard = entry.getValue();
                SafetensorsFile file = shards.get(shard);
                if (file == null) {
                    file = SafetensorsFile.open(folder.resolve(shard));
                    shards.put(shard, file);
                }
                if (!file.names().contains(entry.getKey())) {
                    throw new SafetensorsException(
                            "the index says that tensor '%s' is in %s, and it is not".formatted(entry.getKey(), shard));
                }
                files.put(entry.getKey(), file);
            }
            return new SafetensorsCheckpoint(files, shards.values());
        } catch (IOException | RuntimeException e) {
            closeAll(shards.values());
            throw e;
        }
    }

    /** The names of its tensors, in the order of the file or of the index. */
    public SequencedSet<String> names() {
        return files.sequencedKeySet();
    }

    /**
     * Reads one tensor into memory.
     *
     * @throws SafetensorsException if there is none of that name, or it is of more than 2 GiB
     */
    public Tensor tensor(String name) throws IOException {
        SafetensorsFile file = files.get(name);
        if (file == null) {
            throw new SafetensorsException("the checkpoint has no tensor '" + name + "'");
        }
        return file.tensor(name);
    }

    /** Reads all tensors into memory. */
    public Weights weights() throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names()) {
            tensors.put(name, tensor(name));
        }
        return new Weights(tensors);
    }

    @Override
    public void close() throws IOException {
        closeAll(open);
    }

    private static void closeAll(Collection<SafetensorsFile> files) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (SafetensorsFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
