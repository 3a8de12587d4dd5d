package dev.modelyard.api.dispatch;

import dev.modelyard.api.job.HandedOut;
import dev.modelyard.api.worker.Worker;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Lane;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The slots of one lane over all live workers. */
record Slots(int all, Set<WorkerId> workers, List<JobId> busyWith) {
    Slots {
        workers = Set.copyOf(workers);
        busyWith = List.copyOf(busyWith);
    }

    static Slots of(Lane lane, List<Worker> live) {
        return new Slots(
                live.stream().mapToInt(worker -> worker.slots(lane)).sum(),
                live.stream().map(worker -> worker.heartbeat().worker()).collect(Collectors.toSet()),
                live.stream()
                        .flatMap(worker -> worker.heartbeat().running().stream())
                        .filter(running -> running.lane() == lane)
                        .map(running -> running.job())
                        .toList());
    }

    /**
     * How many more jobs may be handed out: the slots that are neither taken by a job that is handed out, nor busy with a run that
     * lost and has not ended yet, and a few ahead. None where there is no worker. A job whose worker is gone takes no slot, though
     * it has not been given up yet: its slot is gone too.
     */
    int room(List<HandedOut> handedOut, int lookAhead) {
        if (all == 0) {
            return 0;
        }
        long taken = handedOut.stream()
                .filter(job -> job.worker().map(workers::contains).orElse(true))
                .count();
        Set<JobId> known = handedOut.stream().map(HandedOut::job).collect(Collectors.toSet());
        long lost = busyWith.stream().filter(job -> !known.contains(job)).count();
        return Math.toIntExact(all + lookAhead - taken - lost);
    }

    boolean anyIdle() {
        return busyWith.size() < all;
    }
}
