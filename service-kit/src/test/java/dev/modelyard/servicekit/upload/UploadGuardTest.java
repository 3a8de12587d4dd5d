package dev.modelyard.servicekit.upload;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UploadGuardTest {
    private static final int LIMIT = 1_000_000;

    @Test
    void takesARawBodyOfTheFullLimit() {
        given().contentType("application/zip")
                .body(new byte[LIMIT])
                .post("/echo/upload")
                .then()
                .statusCode(200)
                .body(equalTo("- " + LIMIT));
    }

    @Test
    void refusesABodyWhoseAnnouncedLengthIsOverTheLimit() {
        given().contentType("application/zip")
                .body(new byte[LIMIT + 1])
                .post("/echo/upload")
                .then()
                .statusCode(413)
                .body("code", equalTo("too_large"));
    }

    @Test
    void refusesABodyOfUnknownLengthAsSoonAsItPassesTheLimit() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(upload())
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2 * LIMIT])))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @Test
    void takesTheNamedPartOfAForm() {
        given().multiPart("note", "first")
                .multiPart("file", "iris.csv", new byte[200_000])
                .post("/echo/upload")
                .then()
                .statusCode(200)
                .body(equalTo("iris.csv 200000"));
    }

    @Test
    void refusesAFormWithoutTheNamedPart() {
        given().multiPart("other", "iris.csv", new byte[10])
                .post("/echo/upload")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("file"));
    }

    @Test
    void refusesABrokenForm() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(upload())
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno end"))
                .build();

        HttpResponse<String> response = send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("malformed_request");
    }

    private static URI upload() {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/echo/upload");
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
