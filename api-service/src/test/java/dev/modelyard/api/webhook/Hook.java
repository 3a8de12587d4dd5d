package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.ApiUser;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.contracts.wire.Json;
import io.restassured.path.json.JsonPath;
import java.util.List;

/** A webhook that a test made, as its owner sees it. */
record Hook(ApiUser owner, WebhookId id, String secret) {
    String path() {
        return "/v1/webhooks/" + id;
    }

    JsonPath read() {
        return json(path());
    }

    /** Its delivery, if it has one; else what one looks like that was not tried. */
    JsonPath only() {
        JsonPath all = deliveries();
        assertThat(all.getList("items")).hasSizeLessThanOrEqualTo(1);
        return all.getList("items").isEmpty()
                ? new JsonPath("{\"attempts\":0}")
                : new JsonPath(Json.write(all.getMap("items[0]")));
    }

    List<String> states() {
        return deliveries().getList("items.state");
    }

    List<String> jobsTold() {
        return deliveries().getList("items.job");
    }

    private JsonPath deliveries() {
        return json(path() + "/deliveries");
    }

    private JsonPath json(String from) {
        return owner.call().get(from).then().statusCode(200).extract().jsonPath();
    }
}
