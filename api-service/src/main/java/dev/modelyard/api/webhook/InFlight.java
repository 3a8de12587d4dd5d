package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.WebhookId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tries that this replica makes now: so many at a time, so many at a host, one at a webhook. */
final class InFlight {
    private final int most;
    private final int mostAtHost;
    private final Set<WebhookId> webhooks = new HashSet<>();
    private final Map<String, Integer> atHost = new HashMap<>();

    InFlight(int most, int mostAtHost) {
        this.most = most;
        this.mostAtHost = mostAtHost;
    }

    synchronized boolean hasRoom() {
        return webhooks.size() < most;
    }

    synchronized Busy busy() {
        Set<String> full = atHost.entrySet().stream()
                .filter(tries -> tries.getValue() >= mostAtHost)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Busy(webhooks, full);
    }

    synchronized void began(Attempt attempt) {
        webhooks.add(attempt.webhook().id());
        atHost.merge(attempt.host(), 1, Integer::sum);
    }

    synchronized void ended(Attempt attempt) {
        webhooks.remove(attempt.webhook().id());
        atHost.computeIfPresent(attempt.host(), (_, tries) -> tries > 1 ? tries - 1 : null);
    }
}
