package dev.modelyard.inference.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.residency.LocalResidences;
import dev.modelyard.inference.residency.Residence;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final ModelId MODEL = ModelId.fresh();
    private static final DeploymentId DEPLOYMENT = DeploymentId.fresh();
    private static final Phase.Failed CORRUPT = new Phase.Failed(ErrorCode.ARTIFACT_CORRUPT, "broken");
    private static final Phase.Failed STORE_AWAY = new Phase.Failed(ErrorCode.STORAGE_UNAVAILABLE, "away");

    private final Residence residence = LocalResidences.empty();

    @Test
    void loadsWhatIsStartedAndReportsIt() {
        Standing.Step step = Standing.first(started(1, 1));

        assertThat(step.effects())
                .containsExactly(new Effect.Report(started(1, 1), new Phase.Loading()), new Effect.Load(started(1, 1)));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void loadsNothingThatIsNotStarted() {
        assertThat(Standing.first(stopped(1)).effects())
                .containsExactly(new Effect.Report(stopped(1), new Phase.Stopped()));
    }

    @Test
    void servesWhatWasLoaded() {
        Standing.Step step = Standing.first(started(1, 1)).standing().loaded(version(1, 1));

        assertThat(step.effects()).containsExactly(new Effect.Report(started(1, 1), new Phase.Ready(0.5)));
        assertThat(step.standing().serving()).isEqualTo(version(1, 1));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void keepsServingTheOldVersionUntilTheNewOneIsLoaded() {
        Standing.Step loading = ready(1, 1).desire(started(2, 2));
        assertThat(loading.standing().serving()).isEqualTo(version(1, 1));
        assertThat(loading.standing().servedRevision()).isEqualTo(OptionalLong.of(1));
        assertThat(loading.effects()).contains(new Effect.Load(started(2, 2)));

        Standing.Step swapped = loading.standing().loaded(version(2, 2));
        assertThat(swapped.standing().serving()).isEqualTo(version(2, 2));
        assertThat(swapped.effects())
                .containsExactly(
                        new Effect.Retire(version(1, 1)), new Effect.Report(started(2, 2), new Phase.Ready(0.5)));
    }

    @Test
    void loadsNothingForANewRevisionOfTheVersionItServes() {
        Standing.Step step = ready(1, 1).desire(started(2, 1));

        assertThat(step.effects()).containsExactly(new Effect.Report(started(2, 1), new Phase.Ready(0.5)));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void passesOverALowerRevisionAndRepeatsItsReportForTheSame() {
        Standing standing = ready(5, 1);

        assertThat(standing.desire(stopped(4))).isEqualTo(new Standing.Step(standing, List.of()));
        assertThat(standing.desire(started(5, 1)).standing()).isEqualTo(standing);
        assertThat(standing.desire(started(5, 1)).effects())
                .containsExactly(new Effect.Report(started(5, 1), new Phase.Ready(0.5)));
    }

    @Test
    void letsGoWhatWasLoadedForARevisionThatIsNoLongerTheNewest() {
        Standing standing =
                Standing.first(started(1, 1)).standing().desire(started(2, 2)).standing();

        Standing.Step late = standing.loaded(version(1, 1));

        assertThat(late.standing()).isEqualTo(standing);
        assertThat(late.effects()).containsExactly(new Effect.Retire(version(1, 1)));
    }

    @Test
    void letsGoWhatWasLoadedForADeploymentThatWasReplacedByOneOfTheSameRevision() {
        DesiredDeployment other = new DesiredDeployment(
                DeploymentId.fresh(),
                MODEL,
                SampleModel.ALICE,
                1,
                true,
                1,
                Task.TABULAR_CLASSIFICATION,
                1,
                new ArtifactReference("runs/other/artifact", "0".repeat(64)),
                Instant.EPOCH);
        Standing standing = Standing.first(other).standing();

        assertThat(standing.loaded(version(1, 1)).effects()).containsExactly(new Effect.Retire(version(1, 1)));
        assertThat(standing.failed(started(1, 1), CORRUPT).effects()).isEmpty();
    }

    @Test
    void leavesABrokenModelAloneUntilItsRevisionRises() {
        Standing failed = Standing.first(started(1, 1))
                .standing()
                .failed(started(1, 1), CORRUPT)
                .standing();

        assertThat(failed.desire(started(1, 1)).effects()).containsExactly(new Effect.Report(started(1, 1), CORRUPT));
        assertThat(failed.desire(started(2, 1)).effects()).contains(new Effect.Load(started(2, 1)));
    }

    @Test
    void triesAgainWithTheNextRepublicationWhatFailedForAReasonOutsideTheModel() {
        Standing failed = Standing.first(started(1, 1))
                .standing()
                .failed(started(1, 1), STORE_AWAY)
                .standing();

        assertThat(failed.desire(started(1, 1)).effects()).contains(new Effect.Load(started(1, 1)));
    }

    @Test
    void keepsServingWhenTheSuccessorCannotBeLoaded() {
        Standing.Step step = ready(1, 1).desire(started(2, 2)).standing().failed(started(2, 2), CORRUPT);

        assertThat(step.standing().serving()).isEqualTo(version(1, 1));
        assertThat(step.effects()).containsExactly(new Effect.Report(started(2, 2), CORRUPT));
    }

    @Test
    void letsAStoppedModelGo() {
        Standing.Step step = ready(1, 1).desire(stopped(2));

        assertThat(step.standing().serving()).isNull();
        assertThat(step.effects())
                .containsExactly(new Effect.Retire(version(1, 1)), new Effect.Report(stopped(2), new Phase.Stopped()));
    }

    private Standing ready(long revision, int version) {
        return Standing.first(started(revision, version))
                .standing()
                .loaded(version(revision, version))
                .standing();
    }

    private ServedVersion version(long revision, int version) {
        return new ServedVersion(started(revision, version), residence, 0.5);
    }

    private static DesiredDeployment started(long revision, int version) {
        return desired(revision, true, version);
    }

    private static DesiredDeployment stopped(long revision) {
        return desired(revision, false, 1);
    }

    private static DesiredDeployment desired(long revision, boolean started, int version) {
        return new DesiredDeployment(
                DEPLOYMENT,
                MODEL,
                new OwnerId("sid_alice"),
                revision,
                started,
                1,
                Task.TABULAR_CLASSIFICATION,
                version,
                new ArtifactReference("runs/" + version + "/artifact", "0".repeat(64)),
                Instant.EPOCH);
    }
}
