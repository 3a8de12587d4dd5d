package dev.modelyard.api;

import static io.restassured.RestAssured.given;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A client of the API with a token of its own, that nobody else in the tests is. */
public record ApiUser(String name, String role) {
    public static ApiUser fresh() {
        return new ApiUser("sid_" + UUID.randomUUID(), "user");
    }

    public static ApiUser admin() {
        return new ApiUser("sid_" + UUID.randomUUID(), "admin");
    }

    public String token() {
        return Jwt.subject(name)
                .audience("modelyard")
                .groups(Set.of(role))
                .expiresIn(300)
                .sign();
    }

    /** A request that carries the token. */
    public RequestSpecification call() {
        return given().auth().oauth2(token());
    }

    /** A request that carries the token and a JSON body. */
    public RequestSpecification send(Object body) {
        return call().contentType(ContentType.JSON).body(body);
    }

    public DatasetId createDataset(String task) {
        return new DatasetId(send(Map.of("name", "a dataset", "task", task))
                .post("/v1/datasets")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public ModelId createModel(String task) {
        return new ModelId(send(Map.of("name", "a model", "task", task))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** Uploads a small csv file; its import is what is answered. */
    public JobId upload(DatasetId dataset) {
        return new JobId(call().contentType("text/csv")
                .body("a,b,label\n1,2,x\n3,4,y\n")
                .post("/v1/datasets/" + dataset + "/content")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }
}
