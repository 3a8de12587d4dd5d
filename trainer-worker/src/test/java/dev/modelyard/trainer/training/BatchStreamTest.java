package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
    private static final int DEPTH = 4;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void handsBatchesOutInOrderAlthoughTheFirstIsReadyLast() {
        CountDownLatch othersReady = new CountDownLatch(2);
        List<Long> order = new ArrayList<>();

        try (BatchStream stream = new BatchStream(
                plan(10),
                indexes -> {
                    if (indexes[0] == 0) {
                        await(othersReady);
                    } else {
                        othersReady.countDown();
                    }
                    return batch(indexes[0]);
                },
                threads,
                DEPTH)) {
            stream.forEachRemaining(
                    batch -> order.add(batch.target().data().asLongBuffer().get(0)));
        }

        assertThat(order)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(Long::valueOf).toList());
    }

    @Test
    void preparesNoMoreThanItsDepthAhead() {
        AtomicInteger made = new AtomicInteger();

        try (BatchStream stream = new BatchStream(
                plan(100),
                indexes -> {
                    made.incrementAndGet();
                    return batch(indexes[0]);
                },
                threads,
                DEPTH)) {
            stream.next();
            stream.next();

            assertThat(made.get()).isLessThanOrEqualTo(2 + DEPTH);
        }
    }

    @Test
    void failsWithWhatMadeABatchFail() {
        try (BatchStream stream = new BatchStream(
                plan(3),
                _ -> {
                    throw new IllegalArgumentException("picture 7 is torn");
                },
                threads,
                DEPTH)) {
            assertThatThrownBy(stream::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("picture 7 is torn");
        }
    }

    private static List<int[]> plan(int batches) {
        return IntStream.range(0, batches).mapToObj(i -> new int[] {i}).toList();
    }

    private static Batch batch(int number) {
        return new Batch(List.of(), Tensor.of(Shape.of(1), (long) number));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
