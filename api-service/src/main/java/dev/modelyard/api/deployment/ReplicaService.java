package dev.modelyard.api.deployment;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.util.List;

/**
 * Keeps what inference replicas say of themselves and of deployments. What comes twice or late changes nothing: each replica's
 * words are ordered by its own clock, and what is said of an older revision does not count.
 */
@ApplicationScoped
public class ReplicaService {
    private final ReplicaStore replicas;
    private final DeploymentStore deployments;
    private final DeploymentConfig config;

    ReplicaService(ReplicaStore replicas, DeploymentStore deployments, DeploymentConfig config) {
        this.replicas = replicas;
        this.deployments = deployments;
        this.config = config;
    }

    /** Where a prediction for the model can be answered now; those at the newest revision first. */
    @Transactional
    public List<Holding> holding(ModelId model) {
        return replicas.holding(model);
    }

    /** Live replicas that do not answer for the model. */
    @Transactional
    public List<URI> notHolding(ModelId model) {
        return replicas.notHolding(model);
    }

    @Transactional
    void heard(ReplicaHeartbeat heartbeat) {
        if (!replicas.alive(heartbeat, config.replicaTimeout())) {
            return;
        }
        replicas.holdsOnly(heartbeat.replica(), List.copyOf(heartbeat.loaded().keySet()), heartbeat.at());
        heartbeat
                .loaded()
                .forEach((model, revision) -> replicas.holds(heartbeat.replica(), model, revision, heartbeat.at()));
    }

    @Transactional
    void heard(DeploymentEvent event) {
        switch (event) {
            case DeploymentEvent.Loading loading -> deployments.recovered(loading.model(), loading.revision());
            case DeploymentEvent.Ready ready -> {
                deployments.recovered(ready.model(), ready.revision());
                replicas.holds(ready.replica(), ready.model(), ready.revision(), ready.at());
            }
            case DeploymentEvent.Failed failed -> deployments.failed(failed);
            case DeploymentEvent.Unloaded unloaded ->
                replicas.letGo(unloaded.replica(), unloaded.model(), unloaded.at());
            case DeploymentEvent.Unknown _ -> {}
        }
    }

    /** A replica has said that it is no more. */
    @Transactional
    void left(ReplicaId replica) {
        replicas.forget(replica);
    }

    @Transactional
    void forgetSilent() {
        replicas.forgetSilent(config.forgetReplicaAfter());
    }
}
