package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pages over the examples of a version. A cursor holds the byte at which to go on and the index of the example there, so no page
 * reads what earlier ones have read. A page ends early when it has looked through much without finding enough of what was asked.
 */
@ApplicationScoped
public class RecordService {
    private final ArtifactService artifacts;
    private final long scan;

    RecordService(ArtifactService artifacts, DatasetConfig config) {
        this.artifacts = artifacts;
        this.scan = config.pageScan().asLongValue();
    }

    /** The examples of that split and label, if they are named, in their order. */
    public Page<Example> page(
            DatasetVersion version, Optional<Split> split, Optional<String> label, PageRequest request) {
        Optional<Integer> labelId = label.map(name -> labelId(version, name));
        long size = artifacts.size(version.artifact(), DatasetFiles.RECORDS);
        long offset = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        long index = request.cursor().map(cursor -> cursor.number(1)).orElse(0L);
        if (offset < 0 || offset > size || index < 0) {
            throw notACursor();
        }
        return artifacts.reading(version.artifact(), () -> {
            try (RecordLines lines =
                    new RecordLines(artifacts.openAt(version.artifact(), DatasetFiles.RECORDS, offset), offset)) {
                return read(version, lines, index, split, labelId, request.limit());
            } catch (MalformedMessageException | IndexOutOfBoundsException e) {
                if (request.cursor().isPresent()) {
                    throw notACursor();
                }
                throw e;
            }
        });
    }

    private Page<Example> read(
            DatasetVersion version,
            RecordLines lines,
            long firstIndex,
            Optional<Split> split,
            Optional<Integer> label,
            int limit)
            throws IOException {
        List<Example> items = new ArrayList<>();
        long start = lines.offset();
        long index = firstIndex;
        long at = start;
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            DatasetRecord example = Json.read(line.get(), DatasetRecord.class);
            boolean wanted = (split.isEmpty() || split.get() == example.split())
                    && (label.isEmpty() || label.equals(example.label()));
            if ((wanted && items.size() == limit) || at - start > scan) {
                return new Page<>(items, Optional.of(Cursor.of(at, index).encode()));
            }
            if (wanted) {
                items.add(Example.of(index, example, version.summary()));
            }
            at = lines.offset();
            index++;
        }
        return new Page<>(items, Optional.empty());
    }

    private static int labelId(DatasetVersion version, String name) {
        int id = version.summary().labels().indexOf(name);
        if (id < 0) {
            throw ProblemException.invalidField("label", "is not a label of this version");
        }
        return id;
    }

    private static ProblemException notACursor() {
        return ProblemException.invalidField("cursor", "is not one that this list has given out");
    }
}
