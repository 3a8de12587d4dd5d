package dev.modelyard.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and tasks as callers see them. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class NetworkIT {
    private final ApiUser user = ApiUser.fresh();

    @Test
    void networksAreListedByTaskWithTheirSize() {
        user.call()
                .get("/v1/networks?task=image-classification")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("resnet18-compact"))
                .body("items.tasks", everyItem(equalTo(List.of("image-classification"))))
                .body("items.parameters", everyItem(greaterThan(1000)))
                .body("items[0].default_for", equalTo(List.of("image-classification")))
                .body("items[0].options", equalTo(List.of("classes", "height", "width", "channels")));
    }

    @Test
    void aNetworkIsAsLargeAsTheDataAsksFor() {
        int ten = size("classes=10&height=28&width=28&channels=3");
        int thousand = size("classes=1000&height=28&width=28&channels=3");

        assertThat(thousand).isGreaterThan(ten);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes=0", "height=5", "channels=-1", "width=999999"})
    void sizesThatCannotBeAreRefused(String query) {
        user.call().get("/v1/networks/resnet18?" + query).then().statusCode(400).body("code", equalTo("invalid_field"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        user.call().get("/v1/networks/nonet").then().statusCode(404).body("code", equalTo("not_found"));
        user.call().get("/v1/networks?task=mind-reading").then().statusCode(400);
    }

    @Test
    void tasksSayWhatCanBeDoneWithThem() {
        List<Map<String, Object>> tasks =
                user.call().get("/v1/tasks").then().statusCode(200).extract().path("items");

        assertThat(tasks)
                .hasSize(10)
                .contains(Map.of(
                        "name",
                        "image-classification",
                        "trainable",
                        true,
                        "content",
                        List.of("zip", "tar.gz"),
                        "default_network",
                        "resnet18-compact"));
        assertThat(tasks).contains(Map.of("name", "object-detection", "trainable", false, "content", List.of()));
    }

    @Test
    void pretrainedNetworksAreListedBehindThoseOfTheBuild() {
        List<String> names = user.call()
                .get("/v1/networks?task=text-similarity")
                .then()
                .statusCode(200)
                .extract()
                .path("items.name");

        assertThat(names).containsExactly("text-pair-features", "small-bert");
        user.call()
                .get("/v1/networks/small-bert?classes=5")
                .then()
                .statusCode(200)
                .body("tasks", equalTo(List.of("text-classification", "text-similarity", "text-inference")))
                .body("default_for", equalTo(List.of()))
                .body("parameters", greaterThan(5000));
    }

    @Test
    void modelsAreMadeOfPretrainedNetworksThatCanBeUsed() {
        user.send(Map.of("name", "m", "task", "text-inference", "network", "small-bert"))
                .post("/v1/models")
                .then()
                .statusCode(201)
                .body("network", equalTo("small-bert"));
        for (String network : List.of("parrot", "..", "../backbones/small-bert")) {
            user.send(Map.of("name", "m", "task", "text-inference", "network", network))
                    .post("/v1/models")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("unknown_network"));
        }
        user.call()
                .get("/v1/networks/parrot")
                .then()
                .statusCode(422)
                .body(
                        "detail",
                        equalTo(
                                "The network parrot cannot be used: model_type '' is none of bert, ernie, roberta, xlm-roberta."));
    }

    private int size(String query) {
        return user.call()
                .get("/v1/networks/resnet18?" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("parameters");
    }
}
