package dev.modelyard.api.model;

import dev.modelyard.contracts.id.ModelId;
import java.util.Collection;
import java.util.Map;

/** What models need to know of the feature that serves them. It runs in its caller's transaction. */
public interface ModelServing {
    /** How these models are served; those that never were are absent. */
    Map<ModelId, Serving> of(Collection<ModelId> models);

    /** Forgets a model that is about to be deleted and is not started. */
    void forget(ModelId model);

    /** Forgets a version that is about to be deleted and is not served: nothing is rolled back to it. */
    void forget(ModelId model, int version);
}
