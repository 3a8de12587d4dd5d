package dev.modelyard.api.deployment;

import dev.modelyard.api.model.ModelServing;
import dev.modelyard.api.model.Serving;
import dev.modelyard.contracts.id.ModelId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells models how they are served. */
@ApplicationScoped
class StartedModels implements ModelServing {
    private final DeploymentStore deployments;
    private final DeploymentPublisher publisher;

    StartedModels(DeploymentStore deployments, DeploymentPublisher publisher) {
        this.deployments = deployments;
        this.publisher = publisher;
    }

    @Override
    public Map<ModelId, Serving> of(Collection<ModelId> models) {
        return deployments.of(models).stream()
                .collect(Collectors.toMap(
                        Deployment::model,
                        deployment -> new Serving(
                                deployment.id(),
                                deployment.state().wireName(),
                                deployment.started(),
                                deployment.versions())));
    }

    @Override
    public void forget(ModelId model) {
        deployments.find(model).ifPresent(deployment -> {
            deployments.delete(deployment.id());
            publisher.forget(model);
        });
    }

    @Override
    public void forget(ModelId model, int version) {
        deployments.forgetPrevious(model, version);
    }
}
