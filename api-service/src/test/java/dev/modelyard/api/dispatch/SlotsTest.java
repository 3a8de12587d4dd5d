package dev.modelyard.api.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.api.job.HandedOut;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WorkerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final WorkerId LIVE = WorkerId.fresh();
    private static final WorkerId GONE = WorkerId.fresh();
    private static final int AHEAD = 1;

    @Test
    void thereIsRoomForEverySlotAndALookAhead() {
        Slots slots = new Slots(3, Set.of(LIVE), List.of());

        assertThat(slots.room(List.of(), AHEAD)).isEqualTo(4);
        assertThat(slots.room(List.of(unstarted(), runningOn(LIVE)), AHEAD)).isEqualTo(2);
    }

    @Test
    void aJobOnAWorkerThatIsGoneTakesNoSlot() {
        Slots slots = new Slots(2, Set.of(LIVE), List.of());

        assertThat(slots.room(List.of(runningOn(GONE), runningOn(LIVE), unstarted()), AHEAD))
                .isEqualTo(1);
    }

    @Test
    void aRunThatLostTakesItsSlotUntilItHasEnded() {
        Slots slots = new Slots(2, Set.of(LIVE), List.of(JobId.fresh()));

        assertThat(slots.room(List.of(), AHEAD)).isEqualTo(2);
    }

    @Test
    void thereIsNoRoomWithoutWorkers() {
        assertThat(new Slots(0, Set.of(), List.of()).room(List.of(), AHEAD)).isZero();
    }

    private static HandedOut unstarted() {
        return new HandedOut(JobId.fresh(), Optional.empty());
    }

    private static HandedOut runningOn(WorkerId worker) {
        return new HandedOut(JobId.fresh(), Optional.of(worker));
    }
}
