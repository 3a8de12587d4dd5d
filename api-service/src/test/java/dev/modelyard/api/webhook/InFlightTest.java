package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(3, 2);

    @Test
    void aHostAndAWebhookThatHaveTheirShareHaveNoMore() {
        Attempt first = attempt("slow");
        Attempt second = attempt("slow");

        inFlight.began(first);
        assertThat(inFlight.busy().hosts()).isEmpty();
        inFlight.began(second);

        assertThat(inFlight.busy().hosts()).containsExactly("slow");
        assertThat(inFlight.busy().webhooks())
                .containsExactlyInAnyOrder(
                        first.webhook().id(), second.webhook().id());

        inFlight.ended(first);

        assertThat(inFlight.busy().hosts()).isEmpty();
        assertThat(inFlight.busy().webhooks()).containsExactly(second.webhook().id());
    }

    @Test
    void thereIsRoomForSoManyInAll() {
        Attempt last = attempt("c");
        inFlight.began(attempt("a"));
        inFlight.began(attempt("b"));
        assertThat(inFlight.hasRoom()).isTrue();

        inFlight.began(last);
        assertThat(inFlight.hasRoom()).isFalse();

        inFlight.ended(last);
        assertThat(inFlight.hasRoom()).isTrue();
    }

    private static Attempt attempt(String host) {
        Webhook webhook = new Webhook(
                WebhookId.fresh(),
                "https://" + host + "/",
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                new OwnerId("somebody"),
                1);
        return new Attempt(DeliveryId.fresh(), 1, "job.failed", "{}", webhook, host);
    }
}
