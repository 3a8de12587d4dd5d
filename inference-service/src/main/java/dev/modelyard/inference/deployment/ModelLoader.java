package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.inference.deployment.Phase.Failed;
import dev.modelyard.inference.residency.Edition;
import dev.modelyard.inference.residency.Residence;
import dev.modelyard.inference.residency.Residences;
import dev.modelyard.inference.residency.UnloadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Loads what is desired, on the threads for that. */
@Singleton
final class ModelLoader {
    /** What became of a load. */
    sealed interface Result {
        /** It can serve. */
        record Loaded(Serving serving) implements Result {}

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
            Effect.Load load, Predicate<DesiredDeployment> stillWanted, BiConsumer<DesiredDeployment, Result> report) {
        residences.threads().execute(() -> {
            if (stillWanted.test(load.desired())) {
                report.accept(load.desired(), load(load));
            }
        });
    }

    /** What answers a desired state without being in memory: the first call loads it. */
    Serving lazily(DesiredDeployment desired) {
        List<ServedVersion> versions = Serving.editions(desired).stream()
                .map(edition -> new ServedVersion(edition, residences.of(edition)))
                .toList();
        return Serving.of(desired, versions, 0);
    }

    private Result load(Effect.Load load) {
        long begin = System.nanoTime();
        List<ServedVersion> versions = new ArrayList<>();
        List<Residence> opened = new ArrayList<>();
        try {
            for (Edition edition : Serving.editions(load.desired())) {
                Optional<ServedVersion> held = load.held().stream()
                        .filter(version -> version.edition().equals(edition))
                        .findFirst();
                if (held.isPresent()) {
                    versions.add(held.get());
                } else {
                    Residence residence = residences.of(edition);
                    opened.add(residence);
                    residence.load();
                    versions.add(new ServedVersion(edition, residence));
                }
            }
            return new Result.Loaded(Serving.of(load.desired(), versions, (System.nanoTime() - begin) / 1e9));
        } catch (UnloadableException e) {
            opened.forEach(Residence::retire);
            return new Result.Refused(new Failed(e.code(), e.reason()));
        }
    }
}
