package dev.modelyard.api.facade.gts;

import dev.modelyard.artifactstore.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a training as the one archive that the platform imports: {@code train.jsonl}, {@code val.jsonl}, {@code test.jsonl},
 * {@code unlabelled.jsonl} and, where its caller says which labels there are, {@code labels.json}. It comes to be while it is read, a piece at a time.
 */
final class PackedData extends InputStream {
    private static final int PIECE = 64 << 10;

    private final TrainingData data;
    private final Opening opening;
    private final long longestLine;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * PIECE);
    private final ZipOutputStream zip = new ZipOutputStream(made, StandardCharsets.UTF_8);
    private byte[] piece = new byte[0];
    private int at;
    private boolean complete;
    private @Nullable DataLines lines;
    private boolean labelled;

    /** Opens a file of the task, as {@link ArtifactStore#open(String)} does. */
    @FunctionalInterface
    interface Opening {
        InputStream open(GtsFile file) throws IOException;
    }

    private record Entry(String name, GtsFile file, boolean labelled) {}

    /** Begins with nothing read. */
    PackedData(TrainingData data, Opening opening, long longestLine) {
        this.data = data;
        this.opening = opening;
        this.longestLine = longestLine;
        zip.setLevel(Deflater.BEST_SPEED);
        entries.add(new Entry("train.jsonl", data.train(), true));
        entries.add(new Entry("val.jsonl", data.validation(), true));
        data.test().ifPresent(file -> entries.add(new Entry("test.jsonl", file, true)));
        data.unlabelled().ifPresent(file -> entries.add(new Entry("unlabelled.jsonl", file, false)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (at == piece.length) {
            if (complete) {
                return -1;
            }
            more();
            piece = made.toByteArray();
            made.reset();
            at = 0;
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, read);
        at += read;
        return read;
    }

    /** Packs lines until a piece has come together, or the archive is complete. */
    private void more() throws IOException {
        try {
            while (made.size() < PIECE && !complete) {
                if (lines == null) {
                    next();
                } else {
                    pack(lines);
                }
            }
        } catch (InvalidDataException e) {
            throw new IOException("a file is no longer what was looked through", e);
        }
    }

    private void next() throws IOException {
        Entry entry = entries.poll();
        if (entry == null) {
            finish();
        } else {
            labelled = entry.labelled();
            lines = new DataLines(opening.open(entry.file()), longestLine);
            zip.putNextEntry(new ZipEntry(entry.name()));
        }
    }

    private void pack(DataLines from) throws IOException, InvalidDataException {
        Optional<DataLines.Line> line = from.next();
        if (line.isEmpty()) {
            from.close();
            lines = null;
            zip.closeEntry();
        } else {
            Sample sample =
                    labelled ? Sample.read(data.type(), line.get()) : Sample.unlabelled(data.type(), line.get());
            zip.write(sample.imported());
            zip.write('\n');
        }
    }

    private void finish() throws IOException {
        if (data.type().labels().isEmpty()) {
            zip.putNextEntry(new ZipEntry("labels.json"));
            zip.write(data.labelFile());
            zip.closeEntry();
        }
        zip.close();
        complete = true;
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
