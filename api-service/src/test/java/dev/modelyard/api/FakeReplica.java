package dev.modelyard.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
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
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The other side of deployments: a replica that says what a test wants, and answers predictions as documented. */
public final class FakeReplica implements AutoCloseable {
    /** What was asked of it. */
    public record Call(String path, String authorization, String contentType, Headers headers, byte[] body) {}

    private final ReplicaId id = ReplicaId.fresh();
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpServer server;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final Map<ModelId, Long> loaded = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile boolean alive = true;
    private volatile int status = 200;
    private volatile Function<Call, String> answer = _ -> "{}";

    public FakeReplica(String bootstrapServers) throws IOException {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        var _ = heart.scheduleAtFixedRate(this::beat, 0, 300, TimeUnit.MILLISECONDS);
    }

    public ReplicaId id() {
        return id;
    }

    public List<Call> calls() {
        return calls;
    }

    /** Holds a model at that revision from now on, and says so. */
    public void load(ModelId model, long revision) {
        loaded.put(model, revision);
        say(new DeploymentEvent.Ready(model, revision, id, Instant.now(), 0.1));
    }

    public void unload(ModelId model, long revision) {
        loaded.remove(model);
        say(new DeploymentEvent.Unloaded(model, revision, id, Instant.now()));
    }

    /** Gives no sign of life any more. */
    public void fallSilent() {
        alive = false;
    }

    /** No longer answers predictions, though it gives signs of life. */
    public void closeDoor() {
        server.stop(0);
    }

    public void answerWith(int newStatus, String newAnswer) {
        answerWith(newStatus, _ -> newAnswer);
    }

    /** Answers each call by what it asks. */
    public void answerWith(int newStatus, Function<Call, String> newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    public void say(DeploymentEvent event) {
        send(Topics.DEPLOYMENT_EVENTS, event.model().value(), Json.writeBytes(event));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        server.stop(0);
        producer.close();
    }

    private void beat() {
        if (alive) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            send(
                    Topics.REPLICAS,
                    id.value(),
                    Json.writeBytes(new ReplicaHeartbeat(id, url, Map.copyOf(loaded), Instant.now())));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Call call = new Call(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        calls.add(call);
        byte[] body = answer.apply(call).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status < 400 ? "application/json" : "application/problem+json");
        if (status == 503) {
            exchange.getResponseHeaders().set("Retry-After", "9");
        }
        String tensorHeader = exchange.getRequestHeaders().getFirst("Inference-Header-Content-Length");
        if (tensorHeader != null) {
            exchange.getResponseHeaders().set("Inference-Header-Content-Length", tensorHeader);
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void send(String topic, String key, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
        producer.flush();
    }
}
