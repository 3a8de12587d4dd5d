package dev.modelyard.inference.placement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.inference.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another replica, played by the test: it says that it lives and answers everything alike. */
final class Neighbour implements AutoCloseable {
    static final String ANSWER = "{\"neighbour\": true}";

    private final ReplicaId id = ReplicaId.fresh();
    private final Map<ModelId, Long> held = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final Topic topic;
    private final AtomicInteger givenUp = new AtomicInteger();
    private volatile boolean alive = true;
    private volatile boolean endless;
    private volatile boolean mistaken;
    private final HttpServer server;

    record Call(String path, @Nullable String hop, @Nullable String authorization, String body) {}

    Neighbour(Topic topic) throws IOException {
        this.topic = topic;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        var _ = heart.scheduleAtFixedRate(this::beat, 0, 300, TimeUnit.MILLISECONDS);
    }

    ReplicaId id() {
        return id;
    }

    List<Call> calls() {
        return calls;
    }

    void hold(ModelId model, long revision) {
        held.put(model, revision);
        beat();
    }

    /** Answers come to no end from now on. */
    void answerWithoutEnd() {
        endless = true;
    }

    /** Answers that nobody waited for any more. */
    int givenUp() {
        return givenUp.get();
    }

    /** Says of every call that it does not serve its model, whatever its heartbeats say. */
    void denyWhatItHolds() {
        mistaken = true;
    }

    /** Answers nothing any more, though it says that it lives. */
    void closeDoor() {
        server.stop(0);
    }

    void fallSilent() {
        alive = false;
    }

    /** Says that it is no more. */
    synchronized void pause() {
        alive = false;
        topic.leave(id);
    }

    /** Is back, under the same name. */
    void resume() {
        alive = true;
        beat();
    }

    @Override
    public void close() {
        heart.shutdownNow();
        server.stop(0);
        topic.leave(id);
    }

    private synchronized void beat() {
        if (!alive) {
            return;
        }
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        topic.say(new ReplicaHeartbeat(id, url, Map.copyOf(held), Instant.now()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(new Call(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Modelyard-Forwarded"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (endless) {
            writeUntilItBreaks(exchange);
            return;
        }
        if (mistaken) {
            exchange.getResponseHeaders().set("Modelyard-Not-Here", "1");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void writeUntilItBreaks(HttpExchange exchange) {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            while (!heart.isShutdown()) {
                exchange.getResponseBody().write(new byte[1000]);
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException e) {
            givenUp.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
