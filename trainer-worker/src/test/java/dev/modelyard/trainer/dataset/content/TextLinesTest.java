package dev.modelyard.trainer.dataset.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextLinesTest {
    @Property(tries = 500)
    void readsBackEveryLine(@ForAll("lines") List<String> lines, @ForAll boolean windows, @ForAll boolean mark)
            throws IOException {
        String text = (mark ? "\uFEFF" : "") + String.join(windows ? "\r\n" : "\n", lines) + (windows ? "\r\n" : "\n");

        List<TextLines.Line> read = read(text.getBytes(UTF_8));

        assertThat(read).extracting(TextLinesTest::text).isEqualTo(lines);
        assertThat(read.stream().mapToLong(TextLines.Line::bytes).sum()).isEqualTo(text.getBytes(UTF_8).length);
        assertThat(read.getLast().number()).isEqualTo(lines.size());
    }

    @Property(tries = 500)
    void saysExactlyWhichLinesAreNotUtf8(@ForAll byte[] bytes) throws IOException {
        List<TextLines.Line> read = read(bytes);

        assertThat(read.stream().mapToLong(TextLines.Line::bytes).sum()).isEqualTo(bytes.length);
        for (TextLines.Line line : read) {
            if (line instanceof TextLines.Line.Text text) {
                assertThat(text.text()).doesNotContain("\uFFFD", "\n");
            }
        }
    }

    @Test
    void readsOnAfterALineThatIsTooLong() throws IOException {
        byte[] bytes = ("x".repeat((16 << 20) + 1) + "\nnext").getBytes(UTF_8);

        List<TextLines.Line> read = read(bytes);

        assertThat(read.getFirst()).isInstanceOf(TextLines.Line.Unreadable.class);
        assertThat(read.getLast()).isEqualTo(new TextLines.Line.Text(2, 4, "next"));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.strings()
                .ofMaxLength(30)
                .excludeChars('\n', '\r', '\uFEFF')
                .filter(text -> UTF_8.newEncoder().canEncode(text))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static String text(TextLines.Line line) {
        return switch (line) {
            case TextLines.Line.Text text -> text.text();
            case TextLines.Line.Unreadable unreadable -> throw new AssertionError(unreadable.problem());
        };
    }

    private static List<TextLines.Line> read(byte[] bytes) throws IOException {
        List<TextLines.Line> read = new ArrayList<>();
        try (TextLines lines = new TextLines(new ByteArrayInputStream(bytes))) {
            for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
                read.add(line);
            }
        }
        return read;
    }
}
