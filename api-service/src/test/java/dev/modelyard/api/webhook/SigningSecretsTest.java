package dev.modelyard.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningSecretsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1614265330);
    private static final WebhookId ID = new WebhookId("whk_" + "a".repeat(26));

    private final SigningSecrets secrets = new SigningSecrets(Configs.withKey());

    /** The expected texts were computed by another implementation of HMAC. */
    @Test
    void signsAsTheSpecificationSays() {
        SigningSecret secret = secrets.of(webhook(ID, 1, Optional.empty()));

        assertThat(secret.text()).isEqualTo("whsec_siBD9EJIA0lzLMFgjbascNZ0xZzJ4kHOsrGoOTVN2ts=");
        assertThat(secret.sign("dlv_" + "b".repeat(26), NOW, "{\"test\": \"\u00e4\"}"))
                .isEqualTo("v1,3+SlD6L5HTpfWZU4WO4dcPzIWYmS+frimh426j+um4c=");
        assertThat(secret).asString().doesNotContain(secret.text());
    }

    @Test
    void everyWebhookGenerationAndKeyHasItsOwn() {
        SigningSecrets others = new SigningSecrets(Configs.webhooks(Map.of("modelyard.webhooks.key", "o".repeat(32))));

        assertThat(List.of(
                        secrets.of(webhook(ID, 1, Optional.empty())).text(),
                        secrets.of(webhook(ID, 2, Optional.empty())).text(),
                        secrets.of(webhook(WebhookId.fresh(), 1, Optional.empty()))
                                .text(),
                        others.of(webhook(ID, 1, Optional.empty())).text()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSecretBeforeARotationSignsTooUntilItsTimeIsOver() {
        Webhook rotated = webhook(ID, 2, Optional.of(NOW));
        String before = secrets.of(webhook(ID, 1, Optional.empty())).text();
        String after = secrets.of(rotated).text();

        assertThat(secrets.signing(rotated, NOW.minusMillis(1)))
                .extracting(SigningSecret::text)
                .containsExactly(after, before);
        assertThat(secrets.signing(rotated, NOW))
                .extracting(SigningSecret::text)
                .containsExactly(after);
    }

    @Test
    void withoutAKeyThereAreNoneAndAShortOneStopsTheStart() {
        SigningSecrets none = new SigningSecrets(Configs.webhooks(Map.of()));

        assertThat(none.available()).isFalse();
        assertThatThrownBy(none::require).isInstanceOf(ProblemException.class).hasMessageStartingWith("forbidden");
        assertThatThrownBy(() -> new SigningSecrets(Configs.webhooks(Map.of("modelyard.webhooks.key", "short"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MODELYARD_WEBHOOKS_KEY must hold at least 32 characters");
    }

    private static Webhook webhook(WebhookId id, int generation, Optional<Instant> previousUntil) {
        return new Webhook(
                id,
                "https://hooks.example.com/",
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                previousUntil,
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty(),
                new OwnerId("somebody"),
                generation);
    }
}
