package dev.modelyard.inference.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.inference.residency.MemoryBudget.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(100);
    private final List<Guest> asked = new ArrayList<>();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        others.shutdownNow();
    }

    @Test
    void asksTheOneUsedLongestAgoToLeaveAndNoMoreThanNeeded() throws Exception {
        Guest first = new Guest(true);
        Guest second = new Guest(true);
        Guest third = new Guest(true);
        first.moveIn(40);
        second.moveIn(40);
        third.moveIn(20);
        first.lease().use();

        new Guest(true).moveIn(30);

        assertThat(asked).containsExactly(second);
        assertThat(budget.used()).isEqualTo(90);
    }

    @Test
    void refusesAtOnceWhatIsLargerThanAllMemory() {
        Guest guest = new Guest(true);

        assertThatThrownBy(() -> guest.moveIn(101)).isInstanceOf(InsufficientMemoryException.class);
        assertThat(budget.used()).isZero();
    }

    @Test
    void waitsUntilTheOneThatWasAskedHasLeftAndAsksNobodyElse() throws Exception {
        Guest slow = new Guest(false);
        Guest other = new Guest(true);
        slow.moveIn(60);
        other.moveIn(40);
        Guest waiting = new Guest(true);

        Future<?> moved = others.submit(() -> {
            waiting.moveIn(50);
            return null;
        });
        assertThatThrownBy(() -> moved.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        slow.lease().close();
        moved.get(10, TimeUnit.SECONDS);

        assertThat(asked).containsExactly(slow);
        assertThat(budget.used()).isEqualTo(90);
    }

    @Test
    void doesNotAskWhoIsStillMovingIn() throws Exception {
        Lease moving = budget.take(() -> {}, 80);

        Future<?> moved = others.submit(() -> {
            new Guest(true).moveIn(50);
            return null;
        });
        assertThatThrownBy(() -> moved.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        moving.close();
        moved.get(10, TimeUnit.SECONDS);
    }

    @Test
    void hasThoseLeaveThatWereNotUsedForLong() throws Exception {
        Guest idle = new Guest(true);
        Guest used = new Guest(true);
        idle.moveIn(10);
        used.moveIn(10);
        TimeUnit.MILLISECONDS.sleep(60);
        used.lease().use();

        budget.leaveIdle(Duration.ofMillis(50));

        assertThat(asked).containsExactly(idle);
        assertThat(budget.residents()).isEqualTo(1);
    }

    @Test
    void countsWhatIsGivenBackTwiceOnce() throws Exception {
        Guest guest = new Guest(true);
        guest.moveIn(30);
        new Guest(true).moveIn(30);

        guest.lease().close();
        guest.lease().close();

        assertThat(budget.used()).isEqualTo(30);
    }

    @Test
    void neverHandsOutMoreThanThereIs() throws InterruptedException, ExecutionException {
        List<Future<?>> guests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int size = 1 + i % 30;
            guests.add(others.submit(() -> {
                new Guest(true).moveIn(size);
                assertThat(budget.used()).isLessThanOrEqualTo(100);
                return null;
            }));
        }
        for (Future<?> guest : guests) {
            guest.get();
        }
        assertThat(budget.used()).isLessThanOrEqualTo(100);
    }

    /** Takes memory, and lets it go when it is asked to, or later. */
    private final class Guest implements MemoryBudget.Tenant {
        private final boolean prompt;
        private Optional<Lease> lease = Optional.empty();

        Guest(boolean prompt) {
            this.prompt = prompt;
        }

        void moveIn(long size) throws InsufficientMemoryException, InterruptedException {
            Lease taken = budget.take(this, size);
            lease = Optional.of(taken);
            taken.settle();
        }

        Lease lease() {
            return lease.orElseThrow();
        }

        @Override
        public void leave() {
            synchronized (asked) {
                asked.add(this);
            }
            if (prompt) {
                lease().close();
            }
        }
    }
}
