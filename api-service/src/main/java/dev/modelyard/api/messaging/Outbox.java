package dev.modelyard.api.messaging;

import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Messages that leave if, and only if, the transaction they were added in commits: at least once, for each key in the order of
 * their addition as long as the transactions of a key are serialised by a row lock. While Kafka is away they wait.
 */
@ApplicationScoped
public class Outbox {
    private final OutboxStore store;
    private final Event<OutboxFilled> filled;

    Outbox(OutboxStore store, Event<OutboxFilled> filled) {
        this.store = store;
        this.filled = filled;
    }

    /** Adds a record of contracts. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(String topic, String key, Object message) {
        store.insert(topic, key, Json.writeBytes(message));
        filled.fire(new OutboxFilled());
    }

    /** Adds a tombstone, which removes the key from a compacted topic. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addTombstone(String topic, String key) {
        store.insert(topic, key, null);
        filled.fire(new OutboxFilled());
    }
}
