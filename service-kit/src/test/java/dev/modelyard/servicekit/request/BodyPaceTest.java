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

/** Bodies that trickle in, or stop. */
@QuarkusTest
class BodyPaceTest {
    private static final int LONGEST_MILLIS = 30_000;
    private static final String JSON = "{\"display_name\": \"" + "a".repeat(40) + "\", \"details\": []}";

    @Test
    void aBodyThatComesBitByBitForTooLongIsRefused() throws Exception {
        assertThat(sent("/echo", JSON, 150)).contains("HTTP/1.1 408 ", "request_timeout");
    }

    @Test
    void aBodyThatStopsIsRefused() throws Exception {
        assertThat(sent("/echo", JSON.substring(0, 20), 0)).contains("HTTP/1.1 408 ", "request_timeout");
    }

    @Test
    void aBodyThatComesBitByBitAndInTimeIsRead() throws Exception {
        assertThat(sent("/echo", JSON, 5)).contains("HTTP/1.1 200 ");
    }

    /** Sends what there is of a body byte by byte, until the answer comes or the connection ends. */
    private static String sent(String path, String part, long millisBetween) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(LONGEST_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write("""
                    POST %s HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Connection: close\r
                    Content-Length: %d\r
                    \r
                    """.formatted(path, JSON.length()).getBytes(StandardCharsets.US_ASCII));
            Thread writer = Thread.startVirtualThread(() -> trickle(out, part, millisBetween));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            writer.interrupt();
            writer.join();
            return answer;
        }
    }

    private static void trickle(OutputStream out, String part, long millisBetween) {
        try {
            for (byte one : part.getBytes(StandardCharsets.US_ASCII)) {
                out.write(one);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(millisBetween);
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
