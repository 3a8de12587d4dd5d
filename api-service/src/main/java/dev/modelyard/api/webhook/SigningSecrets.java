package dev.modelyard.api.webhook;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** Derives the secrets of all webhooks from the key of this installation; none is kept (ADR 5). */
@Singleton
class SigningSecrets {
    private static final int SHORTEST = 32;

    private final Optional<SecretKeySpec> key;

    SigningSecrets(WebhookConfig config) {
        config.key().filter(text -> text.length() < SHORTEST).ifPresent(_ -> {
            throw new ConfigurationException("MODELYARD_WEBHOOKS_KEY must hold at least " + SHORTEST
                    + " characters: the signing secrets of webhooks are derived from it.");
        });
        key = config.key().map(SigningSecret::key);
    }

    /** Whether there is a key. */
    boolean available() {
        return key.isPresent();
    }

    /** @throws ProblemException 403 if there is no key */
    void require() {
        if (key.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.FORBIDDEN,
                    "This installation sends no webhooks: its operator has not set a key for them.");
        }
    }

    /** The newest secret of a webhook. */
    SigningSecret of(Webhook webhook) {
        return of(webhook.id(), webhook.generation());
    }

    /** All that sign now, the newest first: two for a while after a rotation. */
    List<SigningSecret> signing(Webhook webhook, Instant now) {
        boolean both = webhook.previousSecretUntil().filter(now::isBefore).isPresent();
        return both ? List.of(of(webhook), of(webhook.id(), webhook.generation() - 1)) : List.of(of(webhook));
    }

    private SigningSecret of(WebhookId id, int generation) {
        return SigningSecret.derived(key.orElseThrow(), "webhook " + id.value() + " " + generation);
    }
}
