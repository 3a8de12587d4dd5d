package dev.modelyard.api.watch;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.wire.Json;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that reads the stream of a job's events as they come. */
final class EventReader implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();

    record Event(String type, long id, JsonNode data) {}

    private EventReader(HttpResponse<InputStream> response) {
        this.response = response;
    }

    static EventReader open(ApiUser user, JobId job, String... headers) {
        return open(user.token(), job, headers);
    }

    static EventReader open(String token, JobId job, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/jobs/" + job + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            EventReader reader = new EventReader(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
            Thread.ofVirtual().start(reader::read);
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int status() {
        return response.statusCode();
    }

    String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** The next event; fails if the stream ends or none comes. */
    Event next() {
        return poll().orElseGet(() -> fail("the stream ended"));
    }

    /** The events up to the end of the stream. */
    List<Event> rest() {
        List<Event> rest = new ArrayList<>();
        for (Optional<Event> next = poll(); next.isPresent(); next = poll()) {
            rest.add(next.get());
        }
        return rest;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Event> poll() {
        try {
            Optional<Event> next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return next == null ? fail("no event came") : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String type = "";
            long id = -1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    events.add(Optional.of(new Event(type, id, Json.read(line.substring(6), JsonNode.class))));
                }
            }
        } catch (IOException e) {
            // closed by the test, or cut off: either way the stream is over
        } finally {
            events.add(Optional.empty());
        }
    }
}
