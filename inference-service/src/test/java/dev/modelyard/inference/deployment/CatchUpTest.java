package dev.modelyard.inference.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final TopicPartition FIRST = new TopicPartition("modelyard.deployments", 0);
    private static final TopicPartition SECOND = new TopicPartition("modelyard.deployments", 1);

    private final CatchUp catchUp = new CatchUp();

    @Test
    void isDoneAtOnceWithAnEmptyTopic() {
        assigned(Map.of(FIRST, 0L, SECOND, 0L), Map.of(FIRST, 0L, SECOND, 0L));

        assertThat(catchUp.done()).isTrue();
    }

    @Test
    void isDoneWithTheLastRecordOfTheLastPartition() {
        assigned(Map.of(FIRST, 0L, SECOND, 4L), Map.of(FIRST, 2L, SECOND, 5L));

        catchUp.handled(FIRST, 0);
        catchUp.handled(SECOND, 4);
        assertThat(catchUp.done()).isFalse();

        catchUp.handled(FIRST, 1);
        assertThat(catchUp.done()).isTrue();
    }

    @Test
    void isDoneThoughTheLastRecordsWereCompactedAwayOnceAllThatCameIsTakenIn() {
        assigned(Map.of(FIRST, 0L), Map.of(FIRST, 10L));
        catchUp.polled(FIRST, 3);
        catchUp.handled(FIRST, 2);

        catchUp.fetched(Map.of(FIRST, 10L));
        catchUp.fetched(Map.of(FIRST, 10L));
        assertThat(catchUp.done()).as("a record waits to be taken in").isFalse();

        catchUp.handled(FIRST, 3);
        catchUp.fetched(Map.of(FIRST, 10L));
        assertThat(catchUp.done()).isTrue();
    }

    @Test
    void isDoneThoughAllRecordsWereCompactedAway() {
        assigned(Map.of(FIRST, 0L), Map.of(FIRST, 10L));

        catchUp.fetched(Map.of(FIRST, 10L));

        assertThat(catchUp.done()).isTrue();
    }

    @Test
    void isNotDoneWhileTheConsumerStandsBeforeTheEnd() {
        assigned(Map.of(FIRST, 0L), Map.of(FIRST, 10L));

        catchUp.fetched(Map.of(FIRST, 9L));
        catchUp.fetched(Map.of(FIRST, 9L));

        assertThat(catchUp.done()).isFalse();
    }

    @Test
    void isNotDoneBeforeItKnowsItsPartitions() {
        catchUp.fetched(Map.of());
        catchUp.fetched(Map.of());
        catchUp.handled(FIRST, 0);

        assertThat(catchUp.done()).isFalse();
    }

    private void assigned(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        catchUp.onPartitionsAssigned(consumer, List.copyOf(ends.keySet()));
    }
}
