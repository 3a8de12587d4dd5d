package dev.modelyard.inference.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Callers that hang up. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class HangUpIT extends ServiceTest {
    private static final int INPUTS = 16;
    private static final int CALLERS = 5;

    @Inject
    MeterRegistry registry;

    @Test
    void whatACallerNoLongerWaitsForIsNotComputed() throws Exception {
        SampleModel model = started(SampleModel.slow(12));
        String body = body();
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(sent(model, body));
        }
        await().until(() -> waited(model) > 0);

        for (Socket caller : callers) {
            caller.close();
        }

        // Whoever comes now waits for nobody who has gone.
        predict(model, body).statusCode(200);
        await().during(1, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(computed(model)).isLessThan((1 + CALLERS) * INPUTS));
    }

    /** Inputs that were computed so far. */
    private double computed(SampleModel model) {
        DistributionSummary batches = registry.find("modelyard.prediction.batch")
                .tag("model", model.id().value())
                .summary();
        return batches == null ? 0 : batches.totalAmount();
    }

    private long waited(SampleModel model) {
        var waits = registry.find("modelyard.prediction.wait")
                .tag("model", model.id().value())
                .timer();
        return waits == null ? 0 : waits.count();
    }

    private static String body() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", png);
        String input = "{\"image\": \"" + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"}";
        return "{\"inputs\": [" + String.join(",", Collections.nCopies(INPUTS, input)) + "]}";
    }
}
