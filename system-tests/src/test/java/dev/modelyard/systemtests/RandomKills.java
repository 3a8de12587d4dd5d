package dev.modelyard.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills processes of an installation, one after another, as its jobs end: a seed decides after how many and whom. Of workers those
 * that are busy are chosen, so that each kill meets a run.
 */
final class RandomKills {
    private static final int LEAST = 8;
    private static final int MOST = 14;

    private final Installation installation;
    private final Seed seed;
    private final Random random;
    private final List<String> others;
    private final List<String> killed = new ArrayList<>();
    private int next;

    /**
     * @param others processes to choose from beside workers
     */
    RandomKills(Installation installation, Seed seed, List<String> others) {
        this.installation = installation;
        this.seed = seed;
        this.random = seed.random();
        this.others = List.copyOf(others);
        this.next = random.nextInt(LEAST, MOST);
    }

    /** So many jobs have ended by now. */
    void ended(int jobs) {
        if (jobs < next) {
            return;
        }
        List<String> candidates =
                Stream.concat(others.stream(), busyWorkers().stream()).sorted().toList();
        if (!candidates.isEmpty()) {
            String victim = candidates.get(random.nextInt(candidates.size()));
            installation.kill(victim);
            killed.add(victim);
            next = jobs + random.nextInt(LEAST, MOST);
        }
    }

    private List<String> busyWorkers() {
        List<String> busy = new ArrayList<>();
        for (JsonNode worker : installation.admin().get("/v1/workers").path("items")) {
            if (worker.path("state").asText().equals("live")
                    && !worker.path("running").isEmpty()) {
                busy.add(installation.processOf(worker.path("id").asText()));
            }
        }
        return busy;
    }

    /** How many were killed. */
    int count() {
        return killed.size();
    }

    /** The seed, and whom it has killed in what order. */
    @Override
    public String toString() {
        return seed + ", killed " + killed;
    }
}
