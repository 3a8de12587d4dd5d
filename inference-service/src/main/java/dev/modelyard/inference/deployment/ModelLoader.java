package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.inference.deployment.Phase.Failed;
import dev.modelyard.inference.residency.Residence;
import dev.modelyard.inference.residency.Residences;
import dev.modelyard.inference.residency.UnloadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Loads what is desired, on the threads for that. */
@Singleton
final class ModelLoader {
    /** What became of a load. */
    sealed interface Result {
        /** It can serve. */
        record Loaded(ServedVersion version) implements Result {}

        /** It cannot, and why. */
        record Refused(Failed failure) implements Result {}
    }

    private final Residences residences;

    @Inject
    ModelLoader(Residences residences) {
        this.residences = residences;
    }

    /**
     * Loads behind the caller's back.
     *
     * @param stillWanted asked when its turn comes; if not, nothing is loaded and nothing reported
     * @param report takes the result, on a loading thread
     */
    void load(
            DesiredDeployment desired,
            Predicate<DesiredDeployment> stillWanted,
            BiConsumer<DesiredDeployment, Result> report) {
        residences.threads().execute(() -> {
            if (stillWanted.test(desired)) {
                report.accept(desired, load(desired));
            }
        });
    }

    private Result load(DesiredDeployment desired) {
        long begin = System.nanoTime();
        Residence residence = residences.of(desired);
        try {
            residence.load();
            return new Result.Loaded(new ServedVersion(desired, residence, (System.nanoTime() - begin) / 1e9));
        } catch (UnloadableException e) {
            residence.retire();
            return new Result.Refused(new Failed(e.code(), e.reason()));
        }
    }
}
