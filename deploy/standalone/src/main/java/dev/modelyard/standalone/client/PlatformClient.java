package dev.modelyard.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.modelyard.contracts.wire.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** Calls {@code /v1} as one client of the platform, with a token that is renewed before it ends. */
public final class PlatformClient {
    private static final ObjectMapper JSON = Json.mapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EARLY = Duration.ofSeconds(30);

    private record Token(String value, Instant renewAt) {}

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String api;
    private final Credentials credentials;
    private Token token = new Token("", Instant.MIN);

    /**
     * @param api base address of api-service
     */
    public PlatformClient(String api, Credentials credentials) {
        this.api = api;
        this.credentials = credentials;
    }

    public JsonNode get(String path) {
        return call("GET", path, BodyPublishers.noBody(), "application/json");
    }

    public JsonNode delete(String path) {
        return call("DELETE", path, BodyPublishers.noBody(), "application/json");
    }

    /** Posts a record, a map or a JSON node. */
    public JsonNode post(String path, Object body) {
        try {
            return call("POST", path, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)), "application/json");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Posts a file as it is. */
    public JsonNode upload(String path, Path file, String mediaType) {
        try {
            return call("POST", path, BodyPublishers.ofFile(file), mediaType);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of an answer as they come; to be closed. */
    public Stream<String> lines(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api + path)).header("Authorization", "Bearer " + token());
        headers.forEach(request::header);
        try {
            HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() >= 300) {
                response.body().close();
                throw new ProblemException("GET " + path, response.statusCode(), "", "");
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("GET " + path + " was interrupted", e);
        }
    }

    /** A token that is good for half a minute at least. */
    public synchronized String token() {
        if (Instant.now().isAfter(token.renewAt())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(credentials.auth() + "/oauth2/token"))
                    .timeout(PATIENCE)
                    .header("Authorization", credentials.basic())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                    .build();
            JsonNode answer = send(request);
            Instant end = Instant.now().plusSeconds(answer.path("expires_in").asLong());
            token = new Token(answer.path("access_token").asText(), end.minus(EARLY));
        }
        return token.value();
    }

    private JsonNode call(String method, String path, BodyPublisher body, String mediaType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", mediaType)
                .header("Accept", "application/json")
                .method(method, body)
                .build();
        return send(request);
    }

    private JsonNode send(HttpRequest request) {
        String call = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new ProblemException(
                        call,
                        response.statusCode(),
                        answer.path("code").asText(answer.path("error").asText()),
                        answer.path("detail").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(call + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(call + " was interrupted", e);
        }
    }
}
