package dev.modelyard.inference.prediction;

import static dev.modelyard.inference.ByHand.softmax;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.modelyard.inference.ByHand;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class ImagePredictionIT extends ServiceTest {
    private static final Color SAND = new Color(200, 150, 40);
    private static final Color NIGHT = new Color(10, 20, 60);

    private SampleModel shade;

    @BeforeAll
    void start() throws IOException {
        shade = started(SampleModel.shade(1));
    }

    @Test
    void classifiesImagesInBase64WhateverTheirSize() throws IOException {
        JsonPath answer = predict(shade, """
                {"inputs": [{"image": "%s"}, {"image": "%s"}]}""".formatted(base64(png(SAND, 8, 8)), base64(png(NIGHT, 40, 25))))
                .statusCode(200)
                .extract()
                .jsonPath();

        requireShade(answer, 0, SAND);
        requireShade(answer, 1, NIGHT);
    }

    @Test
    void classifiesImagesSentAsAForm() throws IOException {
        JsonPath answer = given().auth()
                .oauth2(Tokens.of(shade.owner()))
                .multiPart("image", "sand.png", png(SAND, 16, 16), "image/png")
                .multiPart("image", "night.png", png(NIGHT, 5, 9), "image/png")
                .multiPart("top_k", "1")
                .post("/v1/models/{id}/predict", shade.id().value())
                .then()
                .statusCode(200)
                .body("predictions", hasSize(2))
                .body("predictions[0].top", hasSize(1))
                .extract()
                .jsonPath();

        requireShade(answer, 0, SAND);
        requireShade(answer, 1, NIGHT);
    }

    @Test
    void anImageThatCannotBeReadFailsAlone() throws IOException {
        byte[] whole = png(SAND, 64, 64);
        String good = base64(whole);
        String cutOff = base64(Arrays.copyOf(whole, whole.length / 2));
        String text = base64("not a picture".getBytes(StandardCharsets.UTF_8));

        JsonPath answer = predict(shade, """
                {"inputs": [{"image": "%s"}, {"image": "%s"}, {"image": "%s"}, {"image": ""}, "text", {"image": "%s"}]}""".formatted(text, cutOff, base64(claiming(60_000, 60_000)), good))
                .statusCode(200)
                .body("predictions[0].error.code", equalTo("invalid_data"))
                .body("predictions[1].error.message", containsString("inputs[1]: "))
                .body("predictions[2].error.message", containsString("too large"))
                .body("predictions[3].error.code", equalTo("invalid_data"))
                .body("predictions[4].error.code", equalTo("invalid_data"))
                .extract()
                .jsonPath();

        requireShade(answer, 5, SAND);
    }

    @Test
    void imagesThatAreTooManyPixelsTogetherAreRefusedAtOnce() throws IOException {
        String large = "{\"image\": \"" + base64(claiming(7000, 7000)) + "\"}";

        predict(shade, "{\"inputs\": [" + String.join(",", large, large, large) + "]}")
                .statusCode(413)
                .body("code", equalTo("too_large"))
                .body("detail", containsString("147000000 pixels"));
    }

    private void requireShade(JsonPath answer, int position, Color colour) {
        double[] probabilities = softmax(ByHand.linear(
                shade.weights(),
                "logits",
                normalised(colour.getRed()),
                normalised(colour.getGreen()),
                normalised(colour.getBlue())));
        int best = answer.getInt("predictions[" + position + "].label_id");
        assertThat(best).isEqualTo(probabilities[0] >= probabilities[1] ? 0 : 1);
        assertThat(answer.getDouble("predictions[" + position + "].probability"))
                .isCloseTo(probabilities[best], within(1e-5));
    }

    private static double normalised(int channel) {
        return (channel / 255.0 - 0.5) / 0.25;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] png(Color colour, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** A small file whose header promises a picture that would take gigabytes. */
    private static byte[] claiming(int width, int height) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(png(SAND, 1, 1));
        file.putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), 12, 17);
        file.putInt(29, (int) checksum.getValue());
        return file.array();
    }
}
