package dev.modelyard.standalone.bench;

import java.io.BufferedInputStream;
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

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** What was answered. */
    record Answer(int status, String body) {}

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
     * @throws IOException also if the answer has no length
     */
    int send(byte[] request) throws IOException {
        Head head = head(request);
        in.skipNBytes(head.length());
        return head.status();
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws IOException if the answer is of another status, with what it said, or has no length
     */
    void require(int status, byte[] request) throws IOException {
        Head head = head(request);
        if (head.status() != status) {
            String said = new String(in.readNBytes(head.length()), StandardCharsets.UTF_8);
            throw new IOException("the answer was %d: %s".formatted(head.status(), said));
        }
        in.skipNBytes(head.length());
    }

    /**
     * Sends a request and keeps what is answered.
     *
     * @throws IOException also if the answer has no length
     */
    Answer ask(byte[] request) throws IOException {
        Head head = head(request);
        return new Answer(head.status(), new String(in.readNBytes(head.length()), StandardCharsets.UTF_8));
    }

    private Head head(byte[] request) throws IOException {
        out.write(request);
        String status = line();
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length: " + status);
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
