package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DataLinesTest {
    @Property(tries = 200)
    void everyLineThatIsNotBlankComesOutWithItsNumber(
            @ForAll List<@CharRange(from = 'a', to = 'z') @StringLength(max = 300) String> lines)
            throws IOException, InvalidDataException {
        List<String> read = read(String.join("\n", lines));

        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                wanted.add((i + 1) + " " + lines.get(i));
            }
        }
        assertThat(read).isEqualTo(wanted);
    }

    @Test
    void linesLongerThanAnyBufferComeOutWhole() throws IOException, InvalidDataException {
        String line = "甲".repeat(100_000);

        assertThat(read(line + "\n" + line)).containsExactly("1 " + line, "2 " + line);
    }

    @Test
    void aLineThatIsTooLongIsRefusedBeforeItIsHeld() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new DataLines(endless, 1000).next()).hasMessage("行【1】超过1000字节");
    }

    private static List<String> read(String text) throws IOException, InvalidDataException {
        List<String> read = new ArrayList<>();
        try (DataLines lines =
                new DataLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 20)) {
            for (Optional<DataLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                read.add(line.get().number() + " " + line.get().text());
            }
        }
        return read;
    }
}
