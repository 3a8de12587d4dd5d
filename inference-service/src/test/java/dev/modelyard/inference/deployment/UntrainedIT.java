package dev.modelyard.inference.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import dev.modelyard.inference.UntrainedSample;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Models that were never trained: no file of them is in the store. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class UntrainedIT extends ServiceTest {
    private static final String TOKEN = Tokens.of(SampleModel.ALICE);
    private static final String ROWS = "{\"inputs\": [[1, 2, 3, 4], [-0.5, 0, 0.25, 9]]}";

    @Test
    void servesRowsOfAModelThatWasNeverTrained() {
        UntrainedSample model = started(UntrainedSample.iris(1));

        JsonPath answer = answer(model, ROWS);

        assertThat(answer.getInt("version")).isZero();
        assertThat(answer.getList("predictions")).hasSize(2);
        assertThat(answer.getList("predictions[0].top.label", String.class))
                .containsExactlyInAnyOrderElementsOf(SampleModel.SPECIES);
        given().auth()
                .oauth2(TOKEN)
                .get("/v2/models/" + model.id() + "/versions/0")
                .then()
                .statusCode(200)
                .body("versions", equalTo(List.of("0")))
                .body("inputs[0].name", equalTo("features"))
                .body("outputs", hasSize(4));
    }

    @Test
    void servesValuesAndPicturesToo() throws IOException {
        UntrainedSample values = started(UntrainedSample.of(
                "tabular-mlp-ensemble", 1, new UntrainedModel.ValuedRows(List.of("height", "weight"))));
        UntrainedSample pictures = started(
                UntrainedSample.of("resnet18-compact", 1, new UntrainedModel.Pictures(32, List.of("cat", "dog"))));

        JsonPath value = answer(values, "{\"inputs\": [{\"height\": 1.5, \"weight\": null}]}");
        JsonPath picture = answer(pictures, "{\"inputs\": [{\"image\": \"" + picture() + "\"}]}");

        assertThat(value.getDouble("predictions[0].value")).isFinite();
        assertThat(picture.getInt("version")).isZero();
        assertThat(picture.getString("predictions[0].label")).isIn("cat", "dog");
    }

    @Test
    void theSameNetworkAndSeedAnswerAlikeWhereverTheyAreStarted() {
        UntrainedSample first = started(UntrainedSample.iris(5));
        UntrainedSample again = started(UntrainedSample.iris(5));
        UntrainedSample other = started(UntrainedSample.iris(6));

        List<Object> predictions = answer(first, ROWS).getList("predictions");

        assertThat(answer(again, ROWS).<Object>getList("predictions")).isEqualTo(predictions);
        assertThat(answer(other, ROWS).<Object>getList("predictions")).isNotEqualTo(predictions);
    }

    @Test
    void aTrainedVersionIsACanaryBesideItTakesItsPlaceAndIsRolledBack() throws IOException {
        UntrainedSample model = started(UntrainedSample.iris(2));
        SampleModel trained = SampleModel.iris(40).storeIn(store);
        List<Object> untrained = answer(model, ROWS).getList("predictions");

        topic.desire(model.withCanary(2, trained, 50));
        awaitReady(model.id(), 2);
        Set<Integer> versions = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            versions.add(answer(model, ROWS).getInt("version"));
        }
        // One alone in 60 would be one in 10^17.
        assertThat(versions).containsExactlyInAnyOrder(0, 1);

        topic.desire(model.trained(3, trained));
        awaitReady(model.id(), 3);
        assertThat(answer(model, ROWS).getInt("version")).isEqualTo(1);

        topic.desire(model.desired(4));
        awaitReady(model.id(), 4);
        assertThat(answer(model, ROWS).getInt("version")).isZero();
        assertThat(answer(model, ROWS).<Object>getList("predictions")).isEqualTo(untrained);
    }

    @Test
    void saysThatItHasNoSuchNetwork() {
        UntrainedSample model =
                UntrainedSample.of("network-of-a-newer-build", 1, new UntrainedModel.ValuedRows(List.of("x")));

        topic.desire(model.desired(1));

        DeploymentEvent.Failed failed = awaitReport(DeploymentEvent.Failed.class, model.id(), 1);
        assertThat(failed.code()).isEqualTo(ErrorCode.UNKNOWN_NETWORK);
        assertThat(failed.message()).isEqualTo("this replica has no such network");
    }

    private UntrainedSample started(UntrainedSample model) {
        topic.desire(model.desired(1));
        awaitReady(model.id(), 1);
        return model;
    }

    private JsonPath answer(UntrainedSample model, String body) {
        return predict(TOKEN, model.id().value(), body)
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
