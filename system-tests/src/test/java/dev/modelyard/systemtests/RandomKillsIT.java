package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.systemtests.Ledger.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Short trainings of three owners on three workers that are killed at random. */
class RandomKillsIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final List<String> WORKERS = List.of("worker-1", "worker-2", "worker-3");
    private static final int OWNERS = 3;
    /** Of each owner's jobs as many are asked for last, and urgent. */
    private static final int URGENT = 2;
    /** Jobs of a lane that may be handed out at a time: a slot of each worker, and one ahead. */
    private static final int HANDED_OUT = Installation.CROWD + 1;
    /** Before so many have finished, shares say nothing. */
    private static final int TELLING = 30;

    private static final double TOLERANCE = .2;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private record Tenant(Caller caller, String dataset) {
        static Tenant of(Installation installation, String name) {
            Caller caller = new Caller(installation.newTenant(name), installation.temporary());
            String dataset = caller.dataset("tabular-classification");
            JsonNode imported = caller.importOf(dataset, "format=csv", "text/csv", ROWS);
            assertThat(imported.path("state").asText()).as("%s", imported).isEqualTo("succeeded");
            return new Tenant(caller, dataset);
        }

        JsonNode submit(int priority) {
            return caller.client()
                    .post(
                            "/v1/jobs",
                            Map.of(
                                    "kind", "train",
                                    "model", caller.model("tabular-classification"),
                                    "dataset", dataset,
                                    "priority", priority,
                                    "parameters", Map.of("max_epochs", 2)));
        }
    }

    private final Seed seed = Seed.drawn();
    private Installation installation;
    private List<Tenant> tenants;

    @BeforeEach
    void prepare() {
        installation = Installation.crowded();
        tenants = Stream.of("ada", "bea", "cleo")
                .map(name -> Tenant.of(installation, name))
                .toList();
    }

    @Test
    void endEachExactlyOnceFairlyAndByPriority() throws InterruptedException {
        requireGoodEnds(20, WORKERS, Duration.ofSeconds(6), Duration.ofSeconds(12));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = ".*",
            disabledReason = "takes a quarter of an hour: ./modelyard test --nightly")
    void endEachExactlyOnceFairlyAndByPriorityThoughThereAreHundreds() throws InterruptedException {
        requireGoodEnds(100, WORKERS, Duration.ofSeconds(6), Duration.ofSeconds(12));
    }

    private void requireGoodEnds(int each, List<String> victims, Duration shortest, Duration longest)
            throws InterruptedException {
        List<String> jobs = new ArrayList<>();
        List<String> owners;
        RandomKills kills;
        try (RandomKills killing = new RandomKills(installation, seed, victims, shortest, longest)) {
            kills = killing;
            List<JsonNode> usual = submit(each - URGENT, 0);
            owners = usual.stream().map(job -> job.path("owner").asText()).distinct().toList();
            List<JsonNode> urgent = submit(URGENT, 5);
            Stream.of(usual, urgent).flatMap(List::stream).forEach(job -> jobs.add(job.path("id").asText()));
            await(killing.toString())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> installation.ledger().ended(owners) == jobs.size());
        }

        String why = kills.toString();
        List<Entry> finished = installation.ledger().finished(owners);
        assertThat(finished).extracting(Entry::job).as(why).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(kills.count()).as(why).isPositive();
        requireFairShares(finished, owners, why);
        requirePriority(finished, why);
        installation.ledger().requireSettled(why);
    }

    /** In turns, so that nobody's are older. */
    private List<JsonNode> submit(int each, int priority) {
        List<JsonNode> jobs = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            tenants.forEach(tenant -> jobs.add(tenant.submit(priority)));
        }
        return jobs;
    }

    /**
     * At the end of each job, from the thirtieth on and for as long as every owner has jobs that have not begun, each owner's part of
     * what has finished is a third, give or take a fifth of it.
     */
    private static void requireFairShares(List<Entry> finished, List<String> owners, String why) {
        Instant allWaited = owners.stream()
                .map(owner -> finished.stream()
                        .filter(entry -> entry.owner().equals(owner))
                        .map(Entry::startedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        int looked = 0;
        for (int count = TELLING; count <= finished.size(); count++) {
            List<Entry> soFar = finished.subList(0, count);
            if (!soFar.getLast().endedAt().isBefore(allWaited)) {
                break;
            }
            looked++;
            for (String owner : owners) {
                long own = soFar.stream().filter(entry -> entry.owner().equals(owner)).count();
                assertThat((double) own / count)
                        .as("the share of %s in the first %d; %s", owner, count, why)
                        .isBetween((1 - TOLERANCE) / OWNERS, (1 + TOLERANCE) / OWNERS);
            }
        }
        assertThat(looked).as("moments at which shares were looked at; %s", why).isPositive();
    }

    /** An urgent job begins before all that were not handed out yet when it came. */
    private static void requirePriority(List<Entry> finished, String why) {
        List<Entry> urgent = finished.stream().filter(entry -> entry.priority() > 0).toList();
        assertThat(urgent).as(why).hasSize(URGENT * OWNERS).allSatisfy(entry -> {
            List<Entry> overtaking = finished.stream()
                    .filter(other -> other.priority() == 0)
                    .filter(other -> other.startedAt().isAfter(entry.createdAt())
                            && other.startedAt().isBefore(entry.startedAt()))
                    .toList();
            assertThat(overtaking)
                    .as("jobs that began after %s was asked for and before it; %s", entry, why)
                    .hasSizeLessThanOrEqualTo(HANDED_OUT);
        });
        assertThat(finished.stream()
                        .filter(other -> other.priority() == 0)
                        .filter(other -> other.startedAt().isAfter(urgent.getLast().endedAt())))
                .as("jobs that an urgent one had to overtake; %s", why)
                .isNotEmpty();
    }
}
