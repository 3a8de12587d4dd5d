package dev.modelyard.inference.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.residency.LocalResidences;
import dev.modelyard.inference.residency.Residence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final ModelId MODEL = ModelId.fresh();
    private static final DeploymentId DEPLOYMENT = DeploymentId.fresh();
    private static final Phase.Failed CORRUPT = new Phase.Failed(ErrorCode.ARTIFACT_CORRUPT, "broken");
    private static final Phase.Failed STORE_AWAY = new Phase.Failed(ErrorCode.STORAGE_UNAVAILABLE, "away");

    private final Residence residence = LocalResidences.empty();

    @Test
    void loadsWhatIsStartedAndPlacedHereAndReportsIt() {
        Standing.Step unplaced = Standing.first(started(1, 1));
        assertThat(unplaced.effects()).isEmpty();

        Standing.Step step = unplaced.standing().place(true, false);

        assertThat(step.effects())
                .containsExactly(
                        new Effect.Report(started(1, 1), new Phase.Loading()),
                        new Effect.Load(started(1, 1), List.of()));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.empty());
        assertThat(step.standing().place(true, false).effects()).isEmpty();
    }

    @Test
    void loadsNothingThatIsNotStarted() {
        Standing.Step step = Standing.first(stopped(1));

        assertThat(step.effects()).containsExactly(new Effect.Report(stopped(1), new Phase.Stopped()));
        assertThat(step.standing().place(true, false).effects()).isEmpty();
    }

    @Test
    void servesWhatWasLoaded() {
        Standing.Step step = loading(1, 1).loaded(serving(1, 1));

        assertThat(step.effects()).containsExactly(new Effect.Report(started(1, 1), new Phase.Ready(0.5)));
        assertThat(step.standing().serving()).isEqualTo(serving(1, 1));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void keepsServingTheOldVersionUntilTheNewOneIsLoaded() {
        Standing.Step loading = ready(1, 1).desire(started(2, 2));
        assertThat(loading.standing().serving()).isEqualTo(serving(1, 1));
        assertThat(loading.standing().servedRevision()).isEqualTo(OptionalLong.of(1));
        assertThat(loading.effects()).contains(new Effect.Load(started(2, 2), List.of(version(1))));

        Standing.Step swapped = loading.standing().loaded(serving(2, 2));
        assertThat(swapped.standing().serving()).isEqualTo(serving(2, 2));
        assertThat(swapped.effects())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(started(2, 2), new Phase.Ready(0.5)));
    }

    @Test
    void loadsNothingForANewRevisionOfTheVersionItServes() {
        Standing.Step step = ready(1, 1).desire(started(2, 1));

        assertThat(step.effects()).containsExactly(new Effect.Report(started(2, 1), new Phase.Ready(0.5)));
        assertThat(step.standing().servedRevision()).isEqualTo(OptionalLong.of(2));
        assertThat(step.standing().serving()).isEqualTo(serving(2, 1));
    }

    @Test
    void keepsTheServedVersionForACanaryAndTheCanaryWhenItIsPromoted() {
        Standing.Step canary = ready(1, 1).desire(withCanary(2, 1, 2, 10));
        assertThat(canary.effects()).contains(new Effect.Load(withCanary(2, 1, 2, 10), List.of(version(1))));
        Serving both = Serving.of(withCanary(2, 1, 2, 10), List.of(version(1), version(2)), 0.5);
        Standing.Step loaded = canary.standing().loaded(both);
        assertThat(loaded.effects()).containsExactly(new Effect.Report(withCanary(2, 1, 2, 10), new Phase.Ready(0.5)));

        Standing.Step more = loaded.standing().desire(withCanary(3, 1, 2, 50));
        assertThat(more.effects()).containsExactly(new Effect.Report(withCanary(3, 1, 2, 50), new Phase.Ready(0.5)));

        Standing.Step promoted = more.standing().desire(started(4, 2));
        assertThat(promoted.effects()).contains(new Effect.Load(started(4, 2), List.of(version(1), version(2))));
        assertThat(promoted.standing().loaded(serving(4, 2)).effects())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(started(4, 2), new Phase.Ready(0.5)));
    }

    @Test
    void aCanaryAnswersItsShareOfTheCalls() {
        Serving both = Serving.of(withCanary(2, 1, 2, 10), List.of(version(1), version(2)), 0.5);
        Random random = new Random(7);

        long canaries = IntStream.range(0, 10_000)
                .filter(_ -> both.choose(random).number() == 2)
                .count();

        assertThat(canaries).isBetween(900L, 1100L);
    }

    @Test
    void goesOnServingWhatIsPlacedElsewhereUntilTheOthersDo() {
        Standing.Step moved = ready(1, 1).place(false, false);
        assertThat(moved.effects()).isEmpty();
        assertThat(moved.standing().serving()).isEqualTo(serving(1, 1));

        Standing.Step covered = moved.standing().place(false, true);
        assertThat(covered.effects())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(started(1, 1), new Phase.Stopped()));
        assertThat(covered.standing().serving()).isNull();
        assertThat(covered.standing().phase()).isEqualTo(new Phase.Elsewhere());

        assertThat(covered.standing().place(true, false).effects()).contains(new Effect.Load(started(1, 1), List.of()));
    }

    @Test
    void doesNotLoadAgainWhatIsPlacedHereAgainBeforeItWasLetGo() {
        Standing.Step back = ready(1, 1).place(false, false).standing().place(true, false);

        assertThat(back.effects()).containsExactly(new Effect.Report(started(1, 1), new Phase.Ready(0.5)));
    }

    @Test
    void stepsInForOthersOnlyUntilTheyServe() {
        Standing away =
                Standing.first(started(1, 1)).standing().place(false, false).standing();

        Standing in = away.stepIn(serving(1, 1)).standing();
        assertThat(in.servedRevision()).isEqualTo(OptionalLong.of(1));
        assertThat(in.place(false, true).effects())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(started(1, 1), new Phase.Stopped()));
        assertThat(ready(1, 1).stepIn(serving(1, 1)).standing()).isEqualTo(ready(1, 1));
    }

    @Test
    void letsGoWhatWasLoadedForWhatIsElsewhereNow() {
        Standing away = loading(1, 1).place(false, false).standing();

        assertThat(away.loaded(serving(1, 1)).effects()).containsExactly(new Effect.Retire(version(1)));
    }

    @Test
    void tellsNothingOfWhatIsElsewhereWhenItEnds() {
        assertThat(Standing.first(started(1, 1)).standing().unload()).isEmpty();
        assertThat(ready(1, 1).unload())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(started(1, 1), new Phase.Stopped()));
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
        Standing standing = loading(1, 1).desire(started(2, 2)).standing();

        Standing.Step late = standing.loaded(serving(1, 1));

        assertThat(late.standing()).isEqualTo(standing);
        assertThat(late.effects()).containsExactly(new Effect.Retire(version(1)));
    }

    @Test
    void letsGoWhatWasLoadedForADeploymentThatWasReplacedByOneOfTheSameRevision() {
        DesiredDeployment other = desired(DeploymentId.fresh(), 1, true, 1, Optional.empty());
        Standing standing = Standing.first(other).standing().place(true, false).standing();

        assertThat(standing.loaded(serving(1, 1)).effects()).containsExactly(new Effect.Retire(version(1)));
        assertThat(standing.failed(started(1, 1), CORRUPT).effects()).isEmpty();
    }

    @Test
    void leavesABrokenModelAloneUntilItsRevisionRises() {
        Standing failed = loading(1, 1).failed(started(1, 1), CORRUPT).standing();

        assertThat(failed.desire(started(1, 1)).effects()).containsExactly(new Effect.Report(started(1, 1), CORRUPT));
        assertThat(failed.place(true, false).effects()).isEmpty();
        assertThat(failed.desire(started(2, 1)).effects()).contains(new Effect.Load(started(2, 1), List.of()));
    }

    @Test
    void triesAgainWithTheNextRepublicationWhatFailedForAReasonOutsideTheModel() {
        Standing failed = loading(1, 1).failed(started(1, 1), STORE_AWAY).standing();

        assertThat(failed.desire(started(1, 1)).effects()).contains(new Effect.Load(started(1, 1), List.of()));
    }

    @Test
    void keepsServingWhenTheSuccessorCannotBeLoaded() {
        Standing.Step step = ready(1, 1).desire(started(2, 2)).standing().failed(started(2, 2), CORRUPT);

        assertThat(step.standing().serving()).isEqualTo(serving(1, 1));
        assertThat(step.effects()).containsExactly(new Effect.Report(started(2, 2), CORRUPT));
    }

    @Test
    void letsAStoppedModelGo() {
        Standing.Step step = ready(1, 1).desire(stopped(2));

        assertThat(step.standing().serving()).isNull();
        assertThat(step.effects())
                .containsExactly(new Effect.Retire(version(1)), new Effect.Report(stopped(2), new Phase.Stopped()));
    }

    private Standing loading(long revision, int version) {
        return Standing.first(started(revision, version))
                .standing()
                .place(true, false)
                .standing();
    }

    private Standing ready(long revision, int version) {
        return loading(revision, version).loaded(serving(revision, version)).standing();
    }

    private Serving serving(long revision, int version) {
        return Serving.of(started(revision, version), List.of(version(version)), 0.5);
    }

    private ServedVersion version(int number) {
        return new ServedVersion(Serving.editions(started(1, number)).getFirst(), residence);
    }

    private static DesiredDeployment started(long revision, int version) {
        return desired(DEPLOYMENT, revision, true, version, Optional.empty());
    }

    private static DesiredDeployment stopped(long revision) {
        return desired(DEPLOYMENT, revision, false, 1, Optional.empty());
    }

    private static DesiredDeployment withCanary(long revision, int version, int canary, int percent) {
        return desired(DEPLOYMENT, revision, true, version, Optional.of(new Canary(canary, artifact(canary), percent)));
    }

    private static DesiredDeployment desired(
            DeploymentId deployment, long revision, boolean started, int version, Optional<Canary> canary) {
        return new DesiredDeployment(
                deployment,
                MODEL,
                SampleModel.ALICE,
                revision,
                started,
                1,
                Task.TABULAR_CLASSIFICATION,
                version,
                artifact(version),
                canary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static ArtifactReference artifact(int version) {
        return new ArtifactReference("runs/" + version + "/artifact", "0".repeat(64));
    }
}
