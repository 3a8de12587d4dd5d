package dev.modelyard.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.DatasetId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads that are large, or that break off. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class LargeUploadIT {
    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    private final ApiUser user = ApiUser.fresh();

    @AfterEach
    void makeRoom() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    /** More than the whole heap of this JVM. */
    @Test
    void anUploadLargerThanTheHeapPassesThrough() throws Exception {
        // Given
        DatasetId id = user.createDataset("tabular-classification");
        long size = Runtime.getRuntime().maxMemory() + 100_000_000;

        // When
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + RestAssured.port + "/v1/datasets/" + id + "/content?format=csv"))
                .header("Authorization", "Bearer " + user.token())
                .POST(BodyPublishers.ofInputStream(() -> new Zeros(size)))
                .build();
        HttpResponse<String> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(request, BodyHandlers.ofString());
        }

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        List<String> uploads = store.list(StoreLayout.uploads(id));
        assertThat(uploads).hasSize(1);
        assertThat(store.size(uploads.getFirst())).contains(size);
        makeRoom();
        user.call().delete("/v1/datasets/" + id).then().statusCode(204);
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> store.list(StoreLayout.uploads(id))
                .isEmpty());
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        DatasetId id = user.createDataset("tabular-classification");

        // Long enough not to be taken in before the upload begins
        try (Socket socket = open(id, 1_000_000)) {
            socket.getOutputStream().write("a,b\n1,".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> waiting(id) == 1);
        }

        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> waiting(id) == 0);
        assertThat(store.list(StoreLayout.uploads(id))).isEmpty();
        user.call().get("/v1/datasets/" + id).then().body("state", equalTo("empty"));
    }

    @Test
    void anUploadThatIsAnnouncedTooLargeIsRefusedAtOnce() throws IOException {
        DatasetId id = user.createDataset("tabular-classification");

        try (Socket socket = open(id, 20L << 30)) {
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    private Socket open(DatasetId id, long length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.getOutputStream()
                .write(
                        "POST /v1/datasets/%s/content HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n"
                                .formatted(id, user.token(), length)
                                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Uploads of the dataset that are to be deleted unless they become a job. */
    private long waiting(DatasetId id) throws SQLException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select count(*) from pending_deletion where prefix like ?")) {
            statement.setString(1, StoreLayout.uploads(id) + "/%");
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** That many zero bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        private Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(length, left);
            left -= read;
            return read;
        }
    }
}
