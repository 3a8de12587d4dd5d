package dev.modelyard.contracts.artifact;

import java.util.Optional;

/** Where the files of a model version come from. */
public sealed interface ModelSource permits ArtifactReference, UntrainedModel {
    /** Equal for sources that give the same files; 64 lower-case hexadecimal digits. */
    String digest();

    /** The artifact, if the files lie in the store. */
    default Optional<ArtifactReference> stored() {
        return this instanceof ArtifactReference artifact ? Optional.of(artifact) : Optional.empty();
    }

    /** What the files are made of, if they lie nowhere. */
    default Optional<UntrainedModel> untrained() {
        return this instanceof UntrainedModel model ? Optional.of(model) : Optional.empty();
    }
}
