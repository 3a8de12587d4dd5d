package dev.modelyard.api.webhook;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;

/**
 * The table {@code webhook}. Every method runs in its caller's transaction; whoever changes a webhook and its deliveries takes the
 * webhook's row first.
 */
@ApplicationScoped
class WebhookStore {
    private final StatelessSession session;

    WebhookStore(StatelessSession session) {
        this.session = session;
    }

    /** Makes the caller's the only transaction that adds webhooks of that owner. */
    void lockOwner(OwnerId owner) {
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:owner, 0))", Integer.class)
                .setParameter("owner", "webhooks of " + owner.value())
                .getSingleResult();
    }

    long count(OwnerId owner) {
        return session.createSelectionQuery("select count(*) from WebhookEntity where owner = :owner", Long.class)
                .setParameter("owner", owner.value())
                .getSingleResult();
    }

    /** Makes an enabled webhook for everything; {@code fill} sets the rest. */
    void insert(WebhookId id, OwnerId owner, Instant now, Consumer<WebhookEntity> fill) {
        WebhookEntity row = new WebhookEntity();
        row.id = id.value();
        row.owner = owner.value();
        row.kinds = "";
        row.states = "";
        row.enabled = true;
        row.generation = 1;
        row.createdAt = now;
        row.updatedAt = now;
        fill.accept(row);
        session.insert(row);
    }

    Optional<Webhook> find(WebhookId id) {
        return Optional.ofNullable(session.get(WebhookEntity.class, id.value())).map(WebhookEntity::toWebhook);
    }

    /** The host of its address. */
    String host(WebhookId id) {
        return session.get(WebhookEntity.class, id.value()).host;
    }

    /** Reads a webhook and keeps its row locked until the transaction ends. */
    Optional<Webhook> lock(WebhookId id) {
        return session
                .createNativeQuery("select * from webhook where id = :id for no key update", WebhookEntity.class)
                .setParameter("id", id.value())
                .getResultList()
                .stream()
                .map(WebhookEntity::toWebhook)
                .findFirst();
    }

    List<Webhook> list(Optional<OwnerId> owner, PageRequest page) {
        Criteria criteria = new Criteria()
                .and("owner = :owner", "owner", owner.map(OwnerId::value))
                .after(page, "createdAt", "id");
        return criteria
                .bind(session.createSelectionQuery(
                        "from WebhookEntity" + criteria.where() + " order by createdAt desc, id desc",
                        WebhookEntity.class))
                .setMaxResults(page.fetch())
                .getResultList()
                .stream()
                .map(WebhookEntity::toWebhook)
                .toList();
    }

    /** The enabled ones of an owner, kept from being deleted and disabled until the transaction ends. */
    List<Webhook> enabled(OwnerId owner) {
        return session
                .createNativeQuery(
                        "select * from webhook where owner = :owner and enabled order by id for share",
                        WebhookEntity.class)
                .setParameter("owner", owner.value())
                .getResultList()
                .stream()
                .map(WebhookEntity::toWebhook)
                .toList();
    }

    /** Changes a webhook that is locked. */
    void update(WebhookId id, Consumer<WebhookEntity> change) {
        WebhookEntity row = session.get(WebhookEntity.class, id.value());
        change.accept(row);
        session.update(row);
    }

    void delete(WebhookId id) {
        session.createMutationQuery("delete from WebhookEntity where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
