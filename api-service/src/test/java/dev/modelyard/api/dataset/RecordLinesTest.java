package dev.modelyard.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordLinesTest {
    /** From wherever a line begins, the lines after it are read again. */
    @Property(tries = 60)
    void readingGoesOnWhereALineBegins(
            @ForAll @Size(max = 8) List<@IntRange(max = 70_000) Integer> lengths, @ForAll boolean ended)
            throws IOException {
        List<String> lines = lengths.stream()
                .map(length -> (length % 7 == 0 ? "é" : "a").repeat(length))
                .toList();
        String text = lines.stream().collect(Collectors.joining("\n")) + (ended && !lines.isEmpty() ? "\n" : "");
        byte[] file = text.getBytes(StandardCharsets.UTF_8);

        List<Long> offsets = new ArrayList<>();
        List<String> read = read(file, 0, offsets);

        for (int place = 0; place < read.size(); place++) {
            assertThat(read(file, offsets.get(place), new ArrayList<>())).isEqualTo(read.subList(place, read.size()));
        }
        boolean lastVanishes = !ended && !lines.isEmpty() && lines.getLast().isEmpty();
        assertThat(read).isEqualTo(lastVanishes ? lines.subList(0, lines.size() - 1) : lines);
    }

    private static List<String> read(byte[] file, long offset, List<Long> offsets) throws IOException {
        int from = (int) offset;
        List<String> read = new ArrayList<>();
        try (RecordLines lines = new RecordLines(new ByteArrayInputStream(file, from, file.length - from), offset)) {
            long at = lines.offset();
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                offsets.add(at);
                read.add(new String(line.get(), StandardCharsets.UTF_8));
                at = lines.offset();
            }
            assertThat(lines.offset()).isEqualTo(file.length);
        }
        return read;
    }
}
