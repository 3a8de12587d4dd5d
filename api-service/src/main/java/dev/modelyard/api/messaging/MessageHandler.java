package dev.modelyard.api.messaging;

import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one topic, one at a time and in order for each key. A CDI bean of this type is given a reader when the
 * service starts, which commits what was read after the handler returned. A message may come again after a crash or an outage.
 */
public interface MessageHandler {
    String topic();

    /** The consumer group in which the replicas of this service share the topic. */
    String group();

    /** Whether only messages that come while this service runs matter. */
    default boolean onlyNews() {
        return false;
    }

    /**
     * Applies one message. An exception that means that something is away ({@link Outages}) has it come again until it is applied;
     * any other is logged, and the message passed over.
     *
     * @param value null: a tombstone
     */
    void handle(String key, byte @Nullable [] value);
}
