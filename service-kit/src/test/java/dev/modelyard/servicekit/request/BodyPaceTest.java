package dev.modelyard.servicekit.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that trickle in, or stop. */
@QuarkusTest
class BodyPaceTest {
    private static final int LONGEST_MILLIS = 30_000;
    private static final String JSON = "{\"display_name\": \"" + "a".repeat(40) + "\", \"details\": []}";

    /** A small body of known length is taken in as it comes; one of unknown length is read by its method. */
    enum Framing {
        LENGTH,
        CHUNKS
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatComesBitByBitForTooLongIsRefused(Framing framing) throws Exception {
        assertThat(sent(framing, JSON, 150)).contains("HTTP/1.1 408 ", "request_timeout");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatStopsIsRefused(Framing framing) throws Exception {
        assertThat(sent(framing, JSON.substring(0, 20), 0)).contains("HTTP/1.1 408 ", "request_timeout");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatComesBitByBitAndInTimeIsRead(Framing framing) throws Exception {
        assertThat(sent(framing, JSON, 5)).contains("HTTP/1.1 200 ");
    }

    /** Had it been read on before the whole was there, it would be no JSON. */
    @Test
    void aBodyOfSeveralPacketsIsWhole() throws Exception {
        String large = "{\"display_name\": \"" + "b".repeat(50_000) + "\", \"details\": []}";

        String answer = sent(Framing.LENGTH, large.length(), large, 0);

        assertThat(answer).contains("HTTP/1.1 200 ", "{\"display_name\":\"bbb");
        assertThat(answer.chars().filter(letter -> letter == 'b').count()).isGreaterThanOrEqualTo(50_000);
    }

    @Test
    void aCallerWhoHangsUpInTheMiddleHarmsNobody() throws Exception {
        for (int caller = 0; caller < 3; caller++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                socket.getOutputStream().write(head(Framing.LENGTH, JSON.length()));
                socket.getOutputStream().write(JSON.charAt(0));
            }
        }

        assertThat(sent(Framing.LENGTH, JSON, 0)).contains("HTTP/1.1 200 ");
    }

    private static String sent(Framing framing, String part, long millisBetween)
            throws IOException, InterruptedException {
        return sent(framing, JSON.length(), part, millisBetween);
    }

    /** Sends what there is of a body byte by byte, until the answer comes or the connection ends. */
    private static String sent(Framing framing, int length, String part, long millisBetween)
            throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(LONGEST_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(head(framing, length));
            if (framing == Framing.CHUNKS) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            String rest = framing == Framing.CHUNKS && part.length() == length ? part + "\r\n0\r\n\r\n" : part;
            Thread writer = Thread.startVirtualThread(() -> trickle(out, rest, millisBetween));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            writer.interrupt();
            writer.join();
            return answer;
        }
    }

    private static byte[] head(Framing framing, int length) {
        return """
                POST /echo HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Connection: close\r
                %s\r
                \r
                """.formatted(framing == Framing.CHUNKS ? "Transfer-Encoding: chunked" : "Content-Length: " + length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void trickle(OutputStream out, String part, long millisBetween) {
        try {
            for (byte one : part.getBytes(StandardCharsets.US_ASCII)) {
                out.write(one);
                out.flush();
                if (millisBetween > 0) {
                    TimeUnit.MILLISECONDS.sleep(millisBetween);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SocketException e) {
            // The service has closed it: the answer is there.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
