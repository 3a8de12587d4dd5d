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
 * @param here whether this replica is one of those that shall serve it
 * @param phase how far this replica is with it
 * @param serving what answers predictions: the desired versions when ready; those before while their successors load or have failed
 *     to load, so that a swap fails no request; elsewhere, what was served before or stepped in, until the others answer
 */
public record Standing(
        DesiredDeployment desired,
        boolean here,
        Phase phase,
        @Nullable Serving serving) {
    /** A standing and what follows from reaching it. */
    record Step(Standing standing, List<Effect> effects) {}

    /** The first that is seen of a model, before it is known who shall serve it. */
    static Step first(DesiredDeployment desired) {
        return desired.started()
                ? new Step(new Standing(desired, false, new Phase.Elsewhere(), null), List.of())
                : reported(new Standing(desired, false, new Phase.Stopped(), null), List.of());
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
            return reported(new Standing(newer, here, new Phase.Stopped(), null), retiring(serving, null));
        }
        return here ? wanted(newer) : new Step(elsewhere(newer), List.of());
    }

    /**
     * The replicas that live, or what they hold, has changed.
     *
     * @param nowHere whether this one shall serve the model
     * @param covered whether all that shall serve it do
     */
    Step place(boolean nowHere, boolean covered) {
        if (!desired.started()) {
            return new Step(new Standing(desired, nowHere, phase, serving), List.of());
        }
        if (nowHere) {
            return here && !(phase instanceof Phase.Elsewhere) ? new Step(this, List.of()) : wanted(desired);
        }
        Standing away = elsewhere(desired);
        return covered && away.serving != null
                ? reported(
                        new Standing(desired, false, away.phase, null),
                        retiring(away.serving, null),
                        new Phase.Stopped())
                : new Step(away, List.of());
    }

    /** None of those that shall serve it can be reached: this one does, until they can. */
    Step stepIn(Serving standIn) {
        return phase instanceof Phase.Elsewhere && serving == null
                ? new Step(new Standing(desired, here, phase, standIn), List.of())
                : new Step(this, List.of());
    }

    /** Versions were brought up. If they are no longer what is waited for, they are let go. */
    Step loaded(Serving brought) {
        if (!awaits(brought.desired())) {
            return new Step(this, retiring(brought, serving));
        }
        return reported(
                new Standing(desired, here, new Phase.Ready(brought.loadSeconds()), brought),
                retiring(serving, brought));
    }

    /** They could not be brought up. */
    Step failed(DesiredDeployment tried, Phase.Failed failure) {
        return awaits(tried)
                ? reported(new Standing(desired, here, failure, serving), List.of())
                : new Step(this, List.of());
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
        List<Effect> effects = new ArrayList<>(retiring(serving, null));
        if (!(phase instanceof Phase.Stopped) && (serving != null || !(phase instanceof Phase.Elsewhere))) {
            effects.add(new Report(desired, new Phase.Stopped()));
        }
        return effects;
    }

    /** This replica shall serve that. */
    private Step wanted(DesiredDeployment newer) {
        return serving != null && serving.answers(newer)
                ? reported(
                        new Standing(newer, true, new Phase.Ready(serving.loadSeconds()), serving.at(newer)), List.of())
                : loading(newer, serving);
    }

    /** Others shall serve that; what answers here goes on until they do. */
    private Standing elsewhere(DesiredDeployment newer) {
        Serving kept = serving != null && serving.answers(newer) ? serving.at(newer) : serving;
        return new Standing(newer, false, new Phase.Elsewhere(), kept);
    }

    private static Step loading(DesiredDeployment desired, @Nullable Serving serving) {
        Standing standing = new Standing(desired, true, new Phase.Loading(), serving);
        List<ServedVersion> held = serving == null ? List.of() : serving.versions();
        return new Step(standing, List.of(new Report(desired, standing.phase()), new Load(desired, held)));
    }

    private static Step reported(Standing standing, List<Effect> before) {
        return reported(standing, before, standing.phase());
    }

    private static Step reported(Standing standing, List<Effect> before, Phase phase) {
        List<Effect> effects = new ArrayList<>(before);
        if (!(phase instanceof Phase.Elsewhere)) {
            effects.add(new Report(standing.desired(), phase));
        }
        return new Step(standing, List.copyOf(effects));
    }

    /** Lets versions go, those apart that are used on. */
    private static List<Effect> retiring(@Nullable Serving serving, @Nullable Serving kept) {
        if (serving == null) {
            return List.of();
        }
        List<ServedVersion> used = kept == null ? List.of() : kept.versions();
        return serving.versions().stream()
                .filter(version -> !used.contains(version))
                .<Effect>map(Retire::new)
                .toList();
    }
}
