package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.WebhookId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is to have no further try now: webhooks that have one, and hosts that have as many as may be. */
record Busy(Set<WebhookId> webhooks, Set<String> hosts) {
    Busy {
        webhooks = Set.copyOf(webhooks);
        hosts = Set.copyOf(hosts);
    }

    Optional<List<String>> webhookIds() {
        return Optional.of(webhooks.stream().map(WebhookId::value).toList()).filter(ids -> !ids.isEmpty());
    }

    Optional<List<String>> hostNames() {
        return Optional.of(List.copyOf(hosts)).filter(names -> !names.isEmpty());
    }
}
