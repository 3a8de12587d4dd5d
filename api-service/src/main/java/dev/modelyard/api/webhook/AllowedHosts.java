package dev.modelyard.api.webhook;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The hosts that webhooks may be sent to. Asked when an address is set, and again before each try: settings change. */
@Singleton
class AllowedHosts {
    private final List<AllowedHost> entries;

    AllowedHosts(WebhookConfig config) {
        entries = config.allowedHosts().orElse(List.of()).stream()
                .map(AllowedHosts::entry)
                .toList();
    }

    boolean allow(Endpoint endpoint) {
        return entries.stream().anyMatch(entry -> entry.allows(endpoint));
    }

    /** Where an address that was kept leads, if something may still be sent there. */
    Optional<Endpoint> still(String url) {
        try {
            return Optional.of(Endpoint.of(url)).filter(this::allow);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the rules have become stricter since
        }
    }

    /** @throws ProblemException 422 if nothing may be sent there */
    void require(Endpoint endpoint) {
        if (!allow(endpoint)) {
            throw new ProblemException(
                    ErrorCode.HOST_NOT_ALLOWED,
                    "Webhooks are sent only to addresses that the operator of this installation has allowed.",
                    new FieldError("url", "is none that the operator has allowed"));
        }
    }

    private static AllowedHost entry(String text) {
        try {
            return AllowedHost.of(text.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "MODELYARD_WEBHOOKS_ALLOWED_HOSTS holds an entry that is not host, host:port, host:* or *.domain,"
                            + " with or without http:// before it: " + text,
                    e);
        }
    }
}
