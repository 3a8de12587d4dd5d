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
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(50);
    /** Of which a training takes a second or so. */
    private static final int EPOCHS = 40;

    private static final int OWNERS = 3;
    /** Of each owner's jobs as many are asked for last, and urgent. */
    private static final int URGENT = 2;
    /** Jobs of a lane that may be handed out at a time: a slot of each worker, and one ahead. */
    private static final int HANDED_OUT = Installation.CROWD + 1;
    /** Before so many have finished, shares say nothing. */
    private static final int TELLING = 30;

    /** A share may differ from a third by one part in so many of it. */
    private static final long TOLERATED = 5;

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
                                    "kind",
                                    "train",
                                    "model",
                                    caller.model("tabular-classification"),
                                    "dataset",
                                    dataset,
                                    "priority",
                                    priority,
                                    "parameters",
                                    Map.of("max_epochs", EPOCHS)));
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
    void endEachExactlyOnceFairlyAndByPriority() {
        requireFairEnds(15);
    }

    @Test
    @EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
    void endEachExactlyOnceFairlyAndByPriorityThoughThereAreHundreds() {
        requireFairEnds(100);
    }

    @Test
    @EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
    void endEachExactlyOnceThoughEverythingElseIsKilledToo() {
        RandomKills kills = new RandomKills(installation, seed, List.of("api", "auth", "kafka", "postgres"));
        List<JsonNode> jobs = submit(40, 0);

        requireEachSucceeded(kills, jobs);
        installation.ledger().requireSettled(kills.toString());
    }

    private void requireFairEnds(int each) {
        RandomKills kills = new RandomKills(installation, seed, List.of());
        List<JsonNode> jobs = submit(each - URGENT, 0);
        jobs.addAll(submit(URGENT, 5));

        List<Entry> finished = requireEachSucceeded(kills, jobs);
        requireFairShares(finished, owners(jobs), kills.toString());
        requirePriority(finished, kills.toString());
        installation.ledger().requireSettled(kills.toString());
    }

    private List<Entry> requireEachSucceeded(RandomKills kills, List<JsonNode> jobs) {
        List<String> owners = owners(jobs);
        Ledger ledger = installation.ledger();
        await("the end of all jobs; " + seed)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsMatching(error -> Caller.isOutage(error) || error instanceof IllegalStateException)
                .until(() -> {
                    int ended = ledger.ended(owners);
                    kills.ended(ended);
                    return ended == jobs.size();
                });
        List<Entry> finished = await("the database; " + kills)
                .atMost(PATIENCE)
                .ignoreException(IllegalStateException.class)
                .until(() -> ledger.finished(owners), _ -> true);
        assertThat(ledger.unsuccessful(owners))
                .as("%s; workers say: %s", kills, installation.workerErrors())
                .isEmpty();
        assertThat(finished)
                .extracting(Entry::job)
                .as("%s", kills)
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(job -> job.path("id").asText()).toList());
        assertThat(kills.count()).as("%s", kills).isPositive();
        return finished;
    }

    private static List<String> owners(List<JsonNode> jobs) {
        return jobs.stream().map(job -> job.path("owner").asText()).distinct().toList();
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
                long own = soFar.stream()
                        .filter(entry -> entry.owner().equals(owner))
                        .count();
                // In whole numbers: a share of exactly a fifth more is within it.
                assertThat(Math.abs(own * OWNERS - count) * TOLERATED)
                        .as("how far %s is from a third with %d of the first %d; %s", owner, own, count, why)
                        .isLessThanOrEqualTo(count);
            }
        }
        assertThat(looked).as("moments at which shares were looked at; %s", why).isPositive();
    }

    /** An urgent job begins before all that were not handed out yet when it came. */
    private static void requirePriority(List<Entry> finished, String why) {
        List<Entry> urgent =
                finished.stream().filter(entry -> entry.priority() > 0).toList();
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
        assertThat(finished.stream().filter(other -> other.priority() == 0).filter(other -> other.startedAt()
                        .isAfter(urgent.getLast().endedAt())))
                .as("jobs that an urgent one had to overtake; %s", why)
                .isNotEmpty();
    }
}
