package dev.modelyard.api.webhook;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code webhook_delivery}; when something is due is told by the database's clock. */
@ApplicationScoped
class DeliveryStore {
    private final StatelessSession session;

    DeliveryStore(StatelessSession session) {
        this.session = session;
    }

    /** A message that is due at once. */
    DeliveryId insert(WebhookId webhook, String type, Optional<JobId> job, String body, Instant now) {
        DeliveryId id = DeliveryId.fresh();
        session.createNativeMutationQuery("""
                        insert into webhook_delivery (id, webhook, type, job, body, state, created_at, due_at)
                        values (:id, :webhook, :type, :job, :body, 'pending', :now, now())""")
                .setParameter("id", id.value())
                .setParameter("webhook", webhook.value())
                .setParameter("type", type)
                .setParameter("job", job.map(JobId::value).orElse(null), String.class)
                .setParameter("body", body)
                .setParameter("now", now)
                .executeUpdate();
        return id;
    }

    Optional<DeliveryEntity> find(DeliveryId id) {
        return Optional.ofNullable(session.get(DeliveryEntity.class, id.value()));
    }

    boolean anyPending(WebhookId webhook, String type) {
        return session.createNativeQuery(
                        "select exists (select 1 from webhook_delivery where webhook = :webhook and type = :type"
                                + " and state = 'pending')",
                        Boolean.class)
                .setParameter("webhook", webhook.value())
                .setParameter("type", type)
                .getSingleResult();
    }

    List<Delivery> list(WebhookId webhook, Optional<DeliveryState> state, PageRequest page) {
        Criteria criteria = new Criteria()
                .and("webhook = :webhook", "webhook", Optional.of(webhook.value()))
                .and("state = :state", "state", state.map(DeliveryState::wireName))
                .after(page, "createdAt", "id");
        return criteria
                .bind(session.createSelectionQuery(
                        "from DeliveryEntity" + criteria.where() + " order by createdAt desc, id desc",
                        DeliveryEntity.class))
                .setMaxResults(page.fetch())
                .getResultList()
                .stream()
                .map(DeliveryEntity::toDelivery)
                .toList();
    }

    /**
     * Takes one that is due, of the webhook whose turn is longest ago: until the lease is over nobody else gets it. Empty as well if
     * another replica was a moment faster.
     *
     * @param busy webhooks and hosts that are to have none now
     */
    Optional<DeliveryId> claim(Busy busy, Duration lease) {
        Criteria free = new Criteria()
                .and(Optional.of("w.enabled"))
                .and("w.id not in (:webhooks)", "webhooks", busy.webhookIds())
                .and("w.host not in (:hosts)", "hosts", busy.hostNames());
        return free
                .bind(session.createNativeQuery("""
                        with next as (
                            select w.id as webhook, d.id as delivery
                            from webhook w cross join lateral (
                                select id from webhook_delivery
                                where webhook = w.id and state = 'pending' and due_at <= now()
                                order by due_at, id limit 1) d""" + free.where() + """

                            order by w.turn_at nulls first, w.id limit 1
                            for no key update of w skip locked),
                        turn as (
                            update webhook set turn_at = now() where id = (select webhook from next))
                        update webhook_delivery
                        set attempts = attempts + 1, due_at = now() + :lease * interval '1 millisecond'
                        where id = (select delivery from next) and state = 'pending' and due_at <= now()
                        returning id""", String.class))
                .setParameter("lease", lease.toMillis())
                .getResultList()
                .stream()
                .map(DeliveryId::new)
                .findFirst();
    }

    /** Ends a try that counts; the delivery has ended with it. */
    boolean ended(Attempt attempt, DeliveryState state, Result result) {
        return session.createNativeMutationQuery("""
                        update webhook_delivery set state = :state, ended_at = :at, status = :status, failure = :failure
                        where id = :id and attempts = :number and state = 'pending'""")
                        .setParameter("state", state.wireName())
                        .setParameter("at", result.at())
                        .setParameter("status", result.status().orElse(null), Integer.class)
                        .setParameter("failure", result.failure().orElse(null), String.class)
                        .setParameter("id", attempt.id().value())
                        .setParameter("number", attempt.number())
                        .executeUpdate()
                == 1;
    }

    /** Ends a try that counts; there is another after that pause. */
    boolean again(Attempt attempt, Duration pause, Result result) {
        return session.createNativeMutationQuery("""
                        update webhook_delivery
                        set due_at = now() + :pause * interval '1 millisecond', status = :status, failure = :failure
                        where id = :id and attempts = :number and state = 'pending'""")
                        .setParameter("pause", pause.toMillis())
                        .setParameter("status", result.status().orElse(null), Integer.class)
                        .setParameter("failure", result.failure().orElse(null), String.class)
                        .setParameter("id", attempt.id().value())
                        .setParameter("number", attempt.number())
                        .executeUpdate()
                == 1;
    }

    /** Whatever is on its way to a webhook does not get there any more. */
    void failPending(WebhookId webhook, String reason, Instant now) {
        session.createNativeMutationQuery("""
                        update webhook_delivery set state = 'failed', ended_at = :now, failure = :reason
                        where webhook = :webhook and state = 'pending'""")
                .setParameter("now", now)
                .setParameter("reason", reason)
                .setParameter("webhook", webhook.value())
                .executeUpdate();
    }

    void forget(Duration age) {
        session.createNativeMutationQuery(
                        "delete from webhook_delivery where created_at < now() - :age * interval '1 millisecond'")
                .setParameter("age", age.toMillis())
                .executeUpdate();
    }

    /** What a try came to, as it is remembered. */
    record Result(Instant at, Optional<Integer> status, Optional<String> failure) {}
}
