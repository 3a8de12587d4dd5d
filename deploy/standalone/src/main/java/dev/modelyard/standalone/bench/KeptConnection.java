package dev.modelyard.standalone.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection on which requests are sent one after another, each when the one before is answered. It does nothing that a measured
 * service would have to share the processors with: requests are bytes, and of answers only what is needed to find their end is read.
 */
final class KeptConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final int UNKNOWN = -1;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** What was answered. */
    record Answer(int status, String body) {}

    /** @param length of the body in bytes; unknown if it comes in chunks */
    private record Head(int status, int length) {}

    private KeptConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param service base address, http with a port
     */
    static KeptConnection to(URI service) throws IOException {
        Socket socket = new Socket(service.getHost(), service.getPort());
        socket.setTcpNoDelay(true);
        return new KeptConnection(socket);
    }

    /** A request without a body and without a token, as it goes over the wire. */
    static byte[] get(URI service, String path) {
        String head = """
                GET %s HTTP/1.1
                Host: %s
                Accept: application/json

                """.formatted(path, service.getAuthority());
        return head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A request with a JSON body, as it goes over the wire. */
    static byte[] post(URI service, String path, String token, String json) {
        String head = """
                POST %s HTTP/1.1
                Host: %s
                Authorization: Bearer %s
                Content-Type: application/json
                Accept: application/json
                Content-Length: %d

                """.formatted(path, service.getAuthority(), token, json.getBytes(StandardCharsets.UTF_8).length);
        return (head.replace("\n", "\r\n") + json).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @return its status
     */
    int send(byte[] request) throws IOException {
        Head head = head(request);
        skipBody(head);
        return head.status();
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws IOException if the answer is of another status, with what it said
     */
    void require(int status, byte[] request) throws IOException {
        Head head = head(request);
        if (head.status() != status) {
            String said = new String(body(head), StandardCharsets.UTF_8);
            throw new IOException("the answer was %d: %s".formatted(head.status(), said));
        }
        skipBody(head);
    }

    /** Sends a request and keeps what is answered. */
    Answer ask(byte[] request) throws IOException {
        Head head = head(request);
        return new Answer(head.status(), new String(body(head), StandardCharsets.UTF_8));
    }

    private void skipBody(Head head) throws IOException {
        if (head.length() >= 0) {
            in.skipNBytes(head.length());
        } else {
            for (int chunk = chunk(); chunk > 0; chunk = chunk()) {
                in.skipNBytes(chunk);
                line();
            }
            line();
        }
    }

    private byte[] body(Head head) throws IOException {
        if (head.length() >= 0) {
            return in.readNBytes(head.length());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int chunk = chunk(); chunk > 0; chunk = chunk()) {
            whole.write(in.readNBytes(chunk));
            line();
        }
        line();
        return whole.toByteArray();
    }

    /** The length of the chunk that follows; 0: none does. */
    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private Head head(byte[] request) throws IOException {
        out.write(request);
        String status = line();
        int length = UNKNOWN;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
            chunked |= lower.startsWith(CHUNKED);
        }
        if (length < 0 && !chunked) {
            throw new IOException("an answer without an end: " + status);
        }
        return new Head(Integer.parseInt(status.split(" ", 3)[1]), length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("the service ended the connection");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
