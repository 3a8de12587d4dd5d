package dev.modelyard.api.artifact;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.contracts.artifact.ArtifactReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Manifests read lately. Bounded by the files they name, because one of a large dataset weighs as much as thousands of others. */
final class Manifests {
    private final int most;
    private final Map<ArtifactReference, ArtifactReader> readers = new LinkedHashMap<>(16, 0.75f, true);
    private int files;

    Manifests(int most) {
        this.most = most;
    }

    synchronized Optional<ArtifactReader> find(ArtifactReference artifact) {
        return Optional.ofNullable(readers.get(artifact));
    }

    synchronized void remember(ArtifactReader reader) {
        ArtifactReader before = readers.put(reader.reference(), reader);
        files += reader.files().size() - (before == null ? 0 : before.files().size());
        Iterator<ArtifactReader> oldest = readers.values().iterator();
        while (files > most && readers.size() > 1) {
            files -= oldest.next().files().size();
            oldest.remove();
        }
    }
}
