package dev.modelyard.api.webhook;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Webhooks as their owners see them; what a caller must not see is not found. */
@ApplicationScoped
public class WebhookService {
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final AllowedHosts allowedHosts;
    private final SigningSecrets secrets;
    private final WebhookConfig config;

    WebhookService(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            AllowedHosts allowedHosts,
            SigningSecrets secrets,
            WebhookConfig config) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.allowedHosts = allowedHosts;
        this.secrets = secrets;
        this.config = config;
    }

    /** Makes a webhook; the answer alone shows its secret. */
    @Transactional
    public Webhook create(OwnerId owner, CreateWebhook request) {
        secrets.require();
        Endpoint endpoint = allowed(request.url());
        List<String> kinds = WebhookRules.kinds(request.kinds().orElse(List.of()));
        var states = WebhookRules.states(request.states().orElse(List.of()));
        webhooks.lockOwner(owner);
        if (webhooks.count(owner) >= config.perOwner()) {
            throw new ProblemException(
                    ErrorCode.CONFLICT, "An owner may have " + config.perOwner() + " webhooks; delete one first.");
        }
        WebhookId id = WebhookId.fresh();
        webhooks.insert(id, owner, now(), row -> {
            row.setEndpoint(endpoint);
            row.setKinds(kinds);
            row.setStates(states);
            row.description = request.description().orElse(null);
        });
        return withSecret(id);
    }

    @Transactional
    public Webhook get(Caller caller, WebhookId id) {
        return visible(caller, webhooks.find(id));
    }

    /** Newest first. */
    @Transactional
    public Page<Webhook> list(Optional<OwnerId> owner, PageRequest page) {
        return Page.of(
                webhooks.list(owner, page),
                page,
                webhook -> Criteria.cursor(webhook.createdAt(), webhook.id().value()));
    }

    /** Changes what the request names. While a webhook is disabled nothing is sent, and what was on its way has failed. */
    @Transactional
    public Webhook change(Caller caller, WebhookId id, ChangeWebhook request) {
        Webhook before = locked(caller, id);
        Optional<Endpoint> endpoint = request.url().map(this::allowed);
        Optional<List<String>> kinds = request.kinds().map(WebhookRules::kinds);
        var states = request.states().map(WebhookRules::states);
        webhooks.update(id, row -> {
            endpoint.ifPresent(row::setEndpoint);
            kinds.ifPresent(row::setKinds);
            states.ifPresent(row::setStates);
            request.description().ifPresent(text -> row.description = text);
            request.enabled().ifPresent(enabled -> row.enabled = enabled);
            row.updatedAt = now();
        });
        Webhook after = webhooks.find(id).orElseThrow();
        if (before.enabled() && !after.enabled()) {
            deliveries.failPending(id, "the webhook was disabled", now());
        }
        return after;
    }

    /** Gives a webhook a new secret, which the answer shows; the old one signs beside it for a while. */
    @Transactional
    public Webhook rotate(Caller caller, WebhookId id) {
        secrets.require();
        locked(caller, id);
        Instant now = now();
        webhooks.update(id, row -> {
            row.generation++;
            row.previousUntil = now.plus(config.rotationGrace());
            row.updatedAt = now;
        });
        return withSecret(id);
    }

    /** Forgets a webhook and all that was on its way to it. */
    @Transactional
    public void delete(Caller caller, WebhookId id) {
        locked(caller, id);
        webhooks.delete(id);
    }

    /** Reads a webhook and keeps its row locked until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Webhook locked(Caller caller, WebhookId id) {
        return visible(caller, webhooks.lock(id));
    }

    private Endpoint allowed(String url) {
        Endpoint endpoint = WebhookRules.endpoint(url);
        allowedHosts.require(endpoint);
        return endpoint;
    }

    private Webhook withSecret(WebhookId id) {
        Webhook webhook = webhooks.find(id).orElseThrow();
        return webhook.withSecret(secrets.of(webhook));
    }

    private static Webhook visible(Caller caller, Optional<Webhook> webhook) {
        return webhook.filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("webhook"));
    }

    /** Time as PostgreSQL keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
