package dev.modelyard.inference.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.inference.SampleModel;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveReplicasTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final URI HERE = URI.create("http://127.0.0.1:1");
    private static final URI THERE = URI.create("http://127.0.0.1:2");

    private final ReplicaId self = ReplicaId.fresh();
    private final ReplicaId other = ReplicaId.fresh();
    private final ReplicaId another = ReplicaId.fresh();
    private final Hands clock = new Hands();
    private int changes;
    private final LiveReplicas replicas = new LiveReplicas(self, TIMEOUT, () -> changes++, clock);

    @Test
    void placesNothingBeforeItHasReadAHeartbeatOfItsOwn() {
        beat(other, THERE, Map.of());
        assertThat(replicas.isPlacedHere(model(self, other))).isFalse();

        beat(self, HERE, Map.of());

        assertThat(replicas.isPlacedHere(model(self, other))).isTrue();
        assertThat(replicas.isPlacedHere(model(other, self))).isFalse();
    }

    @Test
    void countsOnOthersForAsLongAsTheirHeartbeatsSay() {
        beat(self, HERE, Map.of());
        DesiredDeployment theirs = model(other, self);
        beat(other, THERE, Map.of(theirs.model(), 1L));
        assertThat(replicas.isCoveredElsewhere(theirs)).isTrue();
        assertThat(replicas.others(theirs)).containsExactly(THERE);
        int before = changes;

        clock.now = clock.now.plus(TIMEOUT);
        replicas.forgetSilent();
        assertThat(replicas.isCoveredElsewhere(theirs)).isTrue();
        clock.now = clock.now.plusMillis(1);
        replicas.forgetSilent();

        assertThat(replicas.isPlacedHere(theirs)).isTrue();
        assertThat(replicas.others(theirs)).isEmpty();
        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void aHeartbeatThatWasReadLateCountsFromWhenItWasSent() {
        ReplicaHeartbeat old = new ReplicaHeartbeat(other, THERE.toString(), Map.of(), clock.now.minus(TIMEOUT));
        replicas.heard(old);
        clock.now = clock.now.plusMillis(1);
        beat(self, HERE, Map.of());

        assertThat(replicas.isPlacedHere(model(other, self))).isTrue();
    }

    @Test
    void doesNotCountOnWhomItCannotReachUntilTheirNextHeartbeat() {
        beat(self, HERE, Map.of());
        beat(other, THERE, Map.of());
        DesiredDeployment theirs = model(other, self);

        replicas.unreachable(THERE);
        assertThat(replicas.isPlacedHere(theirs)).isTrue();

        beat(other, THERE, Map.of());
        assertThat(replicas.isPlacedHere(theirs)).isFalse();
    }

    @Test
    void itsPredecessorAtTheSameAddressIsGone() {
        DesiredDeployment theirs = model(other, self);
        beat(other, HERE, Map.of(theirs.model(), 1L));

        beat(self, HERE, Map.of());

        assertThat(replicas.isPlacedHere(theirs)).isTrue();
        assertThat(replicas.others(theirs)).isEmpty();
    }

    @Test
    void aNewReplicaDisplacesItsPredecessorAtTheSameAddress() {
        beat(self, HERE, Map.of());
        DesiredDeployment theirs = model(other, self, another);
        beat(other, THERE, Map.of(theirs.model(), 1L));

        beat(another, THERE, Map.of());

        assertThat(replicas.isPlacedHere(theirs)).isTrue();
        assertThat(replicas.isCoveredElsewhere(model(another, other, self))).isFalse();
    }

    @Test
    void twoThatReallyShareAnAddressDoNotDisplaceEachOtherForEver() {
        beat(self, HERE, Map.of());
        beat(other, THERE, Map.of());
        beat(another, THERE, Map.of());
        beat(other, THERE, Map.of());
        beat(another, THERE, Map.of());
        int before = changes;

        beat(other, THERE, Map.of());
        beat(another, THERE, Map.of());

        assertThat(changes).isEqualTo(before);
        assertThat(replicas.isPlacedHere(model(other, self, another))).isFalse();
        assertThat(replicas.isPlacedHere(model(another, self, other))).isFalse();
    }

    @Test
    void nobodyDisplacesThisOne() {
        beat(self, HERE, Map.of());

        beat(other, HERE, Map.of());

        assertThat(replicas.isPlacedHere(model(self, other))).isTrue();
    }

    private void beat(ReplicaId replica, URI url, Map<ModelId, Long> holds) {
        replicas.heard(new ReplicaHeartbeat(replica, url.toString(), holds, clock.now));
    }

    /** A model that these replicas shall serve in that order; one of them at a time. */
    private static DesiredDeployment model(ReplicaId... ranked) {
        List<ReplicaId> order = List.of(ranked);
        ModelId model = Stream.generate(ModelId::fresh)
                .filter(id -> Rendezvous.rank(id, order).equals(order))
                .findFirst()
                .orElseThrow();
        return new DesiredDeployment(
                DeploymentId.fresh(),
                model,
                SampleModel.ALICE,
                1,
                true,
                1,
                Task.TABULAR_CLASSIFICATION,
                1,
                new ArtifactReference("runs/1/artifact", "0".repeat(64)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /** A clock that a test sets. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
