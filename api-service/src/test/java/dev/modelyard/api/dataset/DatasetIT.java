package dev.modelyard.api.dataset;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.contracts.id.DatasetId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets as things: made, listed, read, deleted. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DatasetIT {
    private final ApiUser user = ApiUser.fresh();

    @Test
    void aNewDatasetIsEmpty() {
        user.send(Map.of("name", "news", "task", "text-classification", "description", "from the wire"))
                .post("/v1/datasets")
                .then()
                .statusCode(201)
                .body("id", startsWith("dst_"))
                .body("name", equalTo("news"))
                .body("task", equalTo("text-classification"))
                .body("description", equalTo("from the wire"))
                .body("state", equalTo("empty"))
                .body("latest_version", nullValue())
                .body("versions", equalTo(0))
                .body("owner", equalTo(user.name()))
                .body("created_at", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"task":"text-classification"}                             | invalid_field     | name
                    {"name":" ","task":"text-classification"}                  | invalid_field     | name
                    {"name":"a"}                                               | invalid_field     | task
                    {"name":"a","task":"mind-reading"}                         | invalid_field     | task
                    {"name":"a","task":"object-detection"}                     | invalid_field     | task
                    {"name":"a","task":"text-classification","colour":"blue"}  | invalid_field     | colour
                    {"name":7,"task":"text-classification"}                    | invalid_field     | name
                    {"name":                                                   | malformed_request |
                    """)
    void aBrokenRequestIsRefusedWithTheFieldAtFault(String body, String code, String field) {
        var answer = user.call()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/datasets")
                .then();

        answer.statusCode(400).contentType("application/problem+json").body("code", equalTo(code));
        if (field != null) {
            answer.body("errors.field", hasItem(field));
        }
    }

    @Test
    void listsPageByPageNewestFirst() {
        // Given
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(user.createDataset("text-classification").value());
        }
        user.createDataset("tabular-regression");

        // When
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null && pages < 10) {
            var page = user.call()
                    .queryParam("task", "text-classification")
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get("/v1/datasets")
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.path("items.id"));
            cursor = page.path("next");
            pages++;
        }

        // Then
        assertThat(seen).isEqualTo(made);
        assertThat(pages).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=many", "cursor=garbage", "task=mind-reading"})
    void aListRefusesParametersItCannotRead(String query) {
        user.call()
                .get("/v1/datasets?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_field"))
                .body("errors.field", hasItem(query.split("=")[0]));
    }

    @Test
    void onlyItsOwnerAndAnAdminSeeADataset() {
        // Given
        DatasetId id = user.createDataset("text-classification");
        ApiUser other = ApiUser.fresh();
        ApiUser admin = ApiUser.admin();

        // Then
        other.call().get("/v1/datasets/" + id).then().statusCode(404).body("code", equalTo("not_found"));
        other.call().delete("/v1/datasets/" + id).then().statusCode(404);
        other.call().get("/v1/datasets/" + id + "/versions").then().statusCode(404);
        other.call().get("/v1/datasets/" + id + "/versions/1").then().statusCode(404);
        other.call().get("/v1/datasets/" + id + "/versions/1/records").then().statusCode(404);
        other.call().get("/v1/datasets/" + id + "/versions/1/files").then().statusCode(404);
        other.call()
                .get("/v1/datasets/" + id + "/versions/1/files/dataset.json")
                .then()
                .statusCode(404);
        other.call().get("/v1/datasets").then().statusCode(200).body("items", hasSize(0));
        other.call().get("/v1/datasets?owner=all").then().statusCode(403).body("code", equalTo("forbidden"));
        admin.call().get("/v1/datasets").then().body("items", hasSize(0));
        admin.call().get("/v1/datasets?owner=all").then().body("items.id", hasItem(id.value()));
        admin.call().get("/v1/datasets?owner=" + user.name()).then().body("items.id", equalTo(List.of(id.value())));
        admin.call().get("/v1/datasets/" + id).then().statusCode(200);
        user.call().get("/v1/datasets/" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/datasets",
        "POST,/v1/datasets",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "DELETE,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "POST,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/content",
        "POST,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/import",
        "POST,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/split",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1/records",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1/files",
        "GET,/v1/datasets/dst_aaaaaaaaaaaaaaaaaaaaaaaaaa/versions/1/files/dataset.json"
    })
    void nothingIsAnsweredWithoutCredentials(String method, String path) {
        given().contentType(ContentType.JSON)
                .body(method.equals("POST") ? "{}" : "")
                .request(method, path)
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void deletedIsGone() {
        DatasetId id = user.createDataset("text-classification");

        user.call().delete("/v1/datasets/" + id).then().statusCode(204);

        user.call().get("/v1/datasets/" + id).then().statusCode(404);
        user.call().delete("/v1/datasets/" + id).then().statusCode(404);
    }

    @Test
    void aDatasetThatADraftModelRefersToIsInUse() {
        // Given
        DatasetId id = user.createDataset("text-classification");
        String model = user.send(Map.of("name", "m", "task", "text-classification", "dataset", id.value()))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        // Then
        user.call().delete("/v1/datasets/" + id).then().statusCode(409).body("code", equalTo("dataset_in_use"));
        user.call().delete("/v1/models/" + model).then().statusCode(204);
        user.call().delete("/v1/datasets/" + id).then().statusCode(204);
    }
}
