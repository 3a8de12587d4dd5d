package dev.modelyard.servicekit.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.servicekit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=\"cut here\"";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000, 70_000, 1_000_000})
    void partsComeOutAsTheyWentInHoweverTheNetworkCutsThem(int chunk) throws IOException {
        Random random = new Random(chunk);
        List<byte[]> parts = List.of(
                new byte[0],
                "\r\n--cut her\r\n--cut".getBytes(StandardCharsets.UTF_8),
                "\r\n\r\n\r".getBytes(StandardCharsets.UTF_8),
                bytes(random, 65_535),
                bytes(random, 200_001));

        Multipart multipart = Multipart.open(inChunks(body(parts), chunk), TYPE);

        List<byte[]> read = new ArrayList<>();
        for (Optional<Upload> part = multipart.next(); part.isPresent(); part = multipart.next()) {
            assertThat(part.get().name()).contains("part" + read.size());
            assertThat(part.get().fileName()).contains("a\"b.bin");
            read.add(part.get().content().readAllBytes());
        }
        assertThat(read).containsExactlyElementsOf(parts);
    }

    @Test
    void readsNamesThatAreNothingButEscapes() throws IOException {
        String name = "\\\\".repeat(3500);
        String body = "--cut here\r\nContent-Disposition: form-data; name=\"a\"; filename=\"" + name
                + "\"\r\n\r\nx\r\n--cut here--\r\n";

        Upload part = Multipart.open(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), TYPE)
                .next()
                .orElseThrow();

        assertThat(part.name()).contains("a");
        assertThat(part.content().readAllBytes()).containsExactly('x');
    }

    @ParameterizedTest
    @CsvSource({
        "filename*=utf-8''%E8%AE%AD+%E7%BB%83.json, 训+练.json, 训+练.json",
        "filename=\"../a/b.json\", b.json, ../a/b.json"
    })
    void aNameIsThereWithoutItsFolderAndAsItWasGiven(String parameter, String name, String given) throws IOException {
        String body = "--cut here\r\nContent-Disposition: form-data; name=\"a\"; " + parameter
                + "\r\n\r\nx\r\n--cut here--\r\n";

        Upload part = Multipart.open(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), TYPE)
                .next()
                .orElseThrow();

        assertThat(part.fileName()).contains(name);
        assertThat(part.givenName()).contains(given);
    }

    @Test
    void skipsWhatNobodyRead() throws IOException {
        byte[] body = body(List.of(new byte[100_000], new byte[] {1, 2, 3}));
        Multipart multipart = Multipart.open(new ByteArrayInputStream(body), TYPE);

        multipart.next();
        Upload second = multipart.next().orElseThrow();

        assertThat(second.content().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(multipart.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--cut here", "--cut here\r\nno header\r\n\r\nx\r\n--cut here--", "nothing at all"})
    void saysThatItIsBroken(String body) {
        Multipart multipart = Multipart.open(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), TYPE);

        assertThatThrownBy(multipart::next).isInstanceOf(ProblemException.class).hasMessageContaining("broken");
    }

    private static byte[] body(List<byte[]> parts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("a preamble\r\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < parts.size(); i++) {
            body.writeBytes(
                    ("--cut here\r\nContent-Disposition: form-data; filename=\"C:\\\\x/a\\\"b.bin\"; name=\"part" + i
                                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(parts.get(i));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--cut here--\r\nan epilogue".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static InputStream inChunks(byte[] bytes, int chunk) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, chunk));
            }
        };
    }
}
