package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.inference.deployment.Effect.Load;
import dev.modelyard.inference.deployment.Effect.Report;
import dev.modelyard.inference.deployment.Effect.Retire;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known and done here about one model. Every transition is a function of this class; {@link DeploymentService} keeps the
 * result and carries out the effects.
 *
 * @param desired the newest desired state seen
 * @param phase how far this replica is with it
 * @param serving what answers predictions: the desired version when ready, the one before while its successor loads or has
 *     failed to load, so that a swap fails no request
 */
public record Standing(
        DesiredDeployment desired, Phase phase, @Nullable ServedVersion serving) {
    /** A standing and what follows from reaching it. */
    record Step(Standing standing, List<Effect> effects) {}

    /** The first that is seen of a model. */
    static Step first(DesiredDeployment desired) {
        return desired.started()
                ? loading(desired, null)
                : reported(new Standing(desired, new Phase.Stopped(), null), List.of());
    }

    /**
     * Desired state arrived, perhaps again. A lower revision is passed over. The same one only reports once more where things
     * stand (whoever republishes may have missed it), and tries again what failed for a reason outside the model.
     */
    Step desire(DesiredDeployment newer) {
        if (newer.revision() < desired.revision()) {
            return new Step(this, List.of());
        }
        if (newer.revision() == desired.revision()) {
            return phase instanceof Phase.Failed failed && failed.code().retryable()
                    ? loading(desired, serving)
                    : reported(this, List.of());
        }
        if (!newer.started()) {
            return reported(new Standing(newer, new Phase.Stopped(), null), retiring(serving));
        }
        if (serving != null && serving.answers(newer)) {
            return reported(new Standing(newer, new Phase.Ready(serving.loadSeconds()), serving), List.of());
        }
        return loading(newer, serving);
    }

    /** A version was loaded. If it is no longer the one that is waited for, it is let go. */
    Step loaded(ServedVersion version) {
        if (!awaits(version.desired())) {
            return new Step(this, retiring(version));
        }
        return reported(new Standing(desired, new Phase.Ready(version.loadSeconds()), version), retiring(serving));
    }

    /** A version could not be loaded. */
    Step failed(DesiredDeployment tried, Phase.Failed failure) {
        return awaits(tried) ? reported(new Standing(desired, failure, serving), List.of()) : new Step(this, List.of());
    }

    /** Whether this very load is being waited for. */
    boolean awaits(DesiredDeployment loading) {
        return phase instanceof Phase.Loading && loading.equals(desired);
    }

    /** The revision this replica answers for; empty while it answers nothing. */
    OptionalLong servedRevision() {
        if (phase instanceof Phase.Ready) {
            return OptionalLong.of(desired.revision());
        }
        return serving == null
                ? OptionalLong.empty()
                : OptionalLong.of(serving.desired().revision());
    }

    /** Everything is let go; the model is not desired any more, or this replica ends. */
    List<Effect> unload() {
        List<Effect> effects = new ArrayList<>(retiring(serving));
        if (!(phase instanceof Phase.Stopped)) {
            effects.add(new Report(desired, new Phase.Stopped()));
        }
        return effects;
    }

    private static Step loading(DesiredDeployment desired, @Nullable ServedVersion serving) {
        Standing standing = new Standing(desired, new Phase.Loading(), serving);
        return new Step(standing, List.of(new Report(desired, standing.phase()), new Load(desired)));
    }

    private static Step reported(Standing standing, List<Effect> before) {
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Report(standing.desired(), standing.phase()));
        return new Step(standing, List.copyOf(effects));
    }

    private static List<Effect> retiring(@Nullable ServedVersion version) {
        return version == null ? List.of() : List.of(new Retire(version));
    }
}
