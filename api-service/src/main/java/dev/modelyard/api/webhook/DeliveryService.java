package dev.modelyard.api.webhook;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobEnded;
import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Messages to webhooks: written down in the transaction of what they tell, taken up one try at a time, until the receiver has one or the
 * retries are used up. No transaction is open while a try is made.
 */
@ApplicationScoped
public class DeliveryService {
    /** A try that has not come back so long after its deadline is taken for one whose replica died. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final DeliveryStore deliveries;
    private final WebhookStore webhooks;
    private final WebhookService visible;
    private final SigningSecrets secrets;
    private final RetrySchedule schedule;
    private final WebhookConfig config;
    private final Event<DeliveryFilled> filled;

    DeliveryService(
            DeliveryStore deliveries,
            WebhookStore webhooks,
            WebhookService visible,
            SigningSecrets secrets,
            RetrySchedule schedule,
            WebhookConfig config,
            Event<DeliveryFilled> filled) {
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.visible = visible;
        this.secrets = secrets;
        this.schedule = schedule;
        this.config = config;
        this.filled = filled;
    }

    /** Writes a message for each webhook that wants to know. */
    @Transactional(TxType.MANDATORY)
    void jobEnded(@Observes JobEnded ended) {
        Job job = ended.job();
        for (Webhook webhook : webhooks.enabled(job.owner())) {
            if (webhook.wants(job)) {
                add(webhook, WebhookEvent.ended(job), Optional.of(job.id()));
            }
        }
    }

    /** Sends a message that tells nothing, once; what came of it is read as that of any delivery. */
    @Transactional
    public Delivery test(Caller caller, WebhookId id) {
        secrets.require();
        Webhook webhook = visible.locked(caller, id);
        if (!webhook.enabled()) {
            throw new ProblemException(ErrorCode.CONFLICT, "The webhook is disabled; enable it first.");
        }
        if (deliveries.anyPending(id, WebhookEvent.TEST)) {
            throw new ProblemException(ErrorCode.CONFLICT, "A test is on its way already.");
        }
        DeliveryId delivery = add(webhook, WebhookEvent.test(id, now()), Optional.empty());
        return deliveries.find(delivery).orElseThrow().toDelivery();
    }

    /** Newest first. */
    @Transactional
    public Page<Delivery> list(Caller caller, WebhookId webhook, Optional<DeliveryState> state, PageRequest page) {
        visible.get(caller, webhook);
        return Page.of(
                deliveries.list(webhook, state, page),
                page,
                delivery -> Criteria.cursor(delivery.createdAt(), delivery.id().value()));
    }

    /** Takes up a try of one that is due, if there is one; whatever becomes of this replica, it comes again after a while. */
    @Transactional
    Optional<Attempt> claim(Busy busy) {
        return deliveries.claim(busy, config.timeout().plus(MARGIN)).map(this::attempt);
    }

    /** Writes down what came of a try, unless a later one was begun, or the webhook is gone. */
    @Transactional
    void ended(Attempt attempt, Reply reply) {
        if (webhooks.lock(attempt.webhook().id()).isEmpty()) {
            return;
        }
        switch (reply) {
            case Reply.Taken taken -> taken(attempt, taken.status());
            case Reply.Gone gone -> gone(attempt, failure("answered that it is gone", gone.status()));
            case Reply.Refused refused ->
                missed(attempt, failure("answered " + refused.status(), refused.status()), refused.retryAfter());
            case Reply.Missing missing ->
                missed(
                        attempt,
                        new DeliveryStore.Result(now(), Optional.empty(), Optional.of(missing.reason())),
                        Optional.empty());
        }
    }

    /** Forgets what is old. */
    @Transactional
    void forgetOld() {
        deliveries.forget(config.kept());
    }

    private void taken(Attempt attempt, int status) {
        var result = new DeliveryStore.Result(now(), Optional.of(status), Optional.empty());
        if (deliveries.ended(attempt, DeliveryState.DELIVERED, result)) {
            webhooks.update(attempt.webhook().id(), row -> row.lastSuccessAt = result.at());
        }
    }

    private void gone(Attempt attempt, DeliveryStore.Result result) {
        if (deliveries.ended(attempt, DeliveryState.FAILED, result)) {
            webhooks.update(attempt.webhook().id(), row -> {
                row.setFailure(result);
                row.enabled = false;
                row.updatedAt = result.at();
            });
            deliveries.failPending(attempt.webhook().id(), "the webhook was disabled", result.at());
        }
    }

    private void missed(Attempt attempt, DeliveryStore.Result result, Optional<Duration> retryAfter) {
        boolean once = attempt.type().equals(WebhookEvent.TEST);
        Optional<Duration> pause = once ? Optional.empty() : schedule.pauseAfter(attempt.number(), retryAfter);
        boolean counts = pause.isPresent()
                ? deliveries.again(attempt, pause.get(), result)
                : deliveries.ended(attempt, DeliveryState.FAILED, result);
        if (counts) {
            webhooks.update(attempt.webhook().id(), row -> row.setFailure(result));
        }
    }

    private DeliveryId add(Webhook webhook, WebhookEvent event, Optional<JobId> job) {
        DeliveryId id = deliveries.insert(webhook.id(), event.type(), job, Json.write(event), now());
        filled.fire(new DeliveryFilled());
        return id;
    }

    private Attempt attempt(DeliveryId id) {
        DeliveryEntity delivery = deliveries.find(id).orElseThrow();
        WebhookId webhook = new WebhookId(delivery.webhook);
        return new Attempt(
                id,
                delivery.attempts,
                delivery.type,
                delivery.body,
                webhooks.find(webhook).orElseThrow(),
                webhooks.host(webhook));
    }

    private static DeliveryStore.Result failure(String reason, int status) {
        return new DeliveryStore.Result(now(), Optional.of(status), Optional.of(reason));
    }

    /** Time as PostgreSQL keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
