package dev.modelyard.standalone.bench;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.client.Waiting;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The default network of pictures as it is before training, started.
 *
 * @param picture a PNG in base64
 */
record ServedPictures(String id, String picture) implements Served {
    private static final int SIZE = 64;
    private static final long SEED = 11;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static ServedPictures start(PlatformClient client) throws IOException {
        Map<String, Object> untrained = Map.of("labels", List.of("cat", "dog", "fish"), "input_size", SIZE);
        String model = client.post(
                        "/v1/models",
                        Map.of("name", "pictures", "task", "image-classification", "untrained", untrained))
                .path("id")
                .asText();
        String deployment = client.post("/v1/deployments", Map.of("model", model))
                .path("id")
                .asText();
        new Waiting(client).forDeployment(deployment, PATIENCE);
        return new ServedPictures(model, drawn());
    }

    private static String drawn() throws IOException {
        Random random = new Random(SEED);
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            image.setRGB(pixel % SIZE, pixel / SIZE, random.nextInt());
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    @Override
    public byte[] request(URI service, String token, int inputs) {
        return KeptConnection.post(
                service,
                "/v1/models/" + id + "/predict",
                token,
                Json.write(Map.of("inputs", Collections.nCopies(inputs, Map.of("image", picture)))));
    }
}
