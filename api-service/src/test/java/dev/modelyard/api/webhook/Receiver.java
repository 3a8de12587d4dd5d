package dev.modelyard.api.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The other side of a webhook: a web server that remembers what it was sent. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    private Receiver(String address, int port, HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            messages.add(Message.of(exchange));
            handler.handle(exchange);
        });
        server.start();
    }

    /** One that answers with these, the last again and again. */
    static Receiver answering(int... statuses) throws IOException {
        return answeringAt(0, statuses);
    }

    /** Likewise, at that port. */
    static Receiver answeringAt(int port, int... statuses) throws IOException {
        AtomicInteger answered = new AtomicInteger();
        return new Receiver(
                "127.0.0.1",
                port,
                exchange -> answer(exchange, statuses[Math.min(answered.getAndIncrement(), statuses.length - 1)]));
    }

    static Receiver handling(String address, HttpHandler handler) throws IOException {
        return new Receiver(address, 0, handler);
    }

    static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Lets a handler wait. */
    static void hold(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A port where nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where it listens. */
    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/hook";
    }

    List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What came in one request. */
    record Message(String id, String timestamp, List<String> signatures, String contentType, String body) {
        private static Message of(HttpExchange exchange) throws IOException {
            return new Message(
                    header(exchange, "webhook-id"),
                    header(exchange, "webhook-timestamp"),
                    Arrays.asList(header(exchange, "webhook-signature").split(" ", -1)),
                    header(exchange, "content-type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }

        private static String header(HttpExchange exchange, String name) {
            return Objects.requireNonNull(exchange.getRequestHeaders().getFirst(name), name);
        }

        /** Whether one of the signatures was made with that secret, as a receiver finds out. */
        boolean isSignedWith(String secret) throws GeneralSecurityException {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] expected = mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8));
            return signatures.contains("v1," + Base64.getEncoder().encodeToString(expected));
        }
    }
}
