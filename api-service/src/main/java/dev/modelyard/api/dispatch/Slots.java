package dev.modelyard.api.dispatch;

import dev.modelyard.api.worker.Worker;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.Lane;
import java.util.List;
import java.util.Set;

/** The slots of one lane over all live workers. */
record Slots(int all, List<JobId> busyWith) {
    Slots {
        busyWith = List.copyOf(busyWith);
    }

    static Slots of(Lane lane, List<Worker> live) {
        return new Slots(
                live.stream().mapToInt(worker -> worker.slots(lane)).sum(),
                live.stream()
                        .flatMap(worker -> worker.heartbeat().running().stream())
                        .filter(running -> running.lane() == lane)
                        .map(running -> running.job())
                        .toList());
    }

    /**
     * How many more jobs may be handed out: the slots that are neither taken by a job that is handed out, nor busy with a run that
     * lost and has not ended yet, and a few ahead. None where there is no worker.
     */
    int room(Set<JobId> handedOut, int lookAhead) {
        if (all == 0) {
            return 0;
        }
        long lost = busyWith.stream().filter(job -> !handedOut.contains(job)).count();
        return Math.toIntExact(all + lookAhead - handedOut.size() - lost);
    }

    boolean anyIdle() {
        return busyWith.size() < all;
    }
}
