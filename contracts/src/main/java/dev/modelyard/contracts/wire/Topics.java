package dev.modelyard.contracts.wire;

import dev.modelyard.contracts.job.Lane;

/** The Kafka topics of the platform; docs/architecture.md §3 says what each carries and how it is keyed. */
public final class Topics {
    /** Key: job. {@link dev.modelyard.contracts.job.JobEvent}. */
    public static final String JOB_EVENTS = "modelyard.job-events";
    /** Compacted. Key: {@link dev.modelyard.contracts.job.JobControl#key()}; tombstoned when the job has ended. */
    public static final String JOB_CONTROL = "modelyard.job-control";
    /** Compacted. Key: model. {@link dev.modelyard.contracts.deployment.DesiredDeployment}. */
    public static final String DEPLOYMENTS = "modelyard.deployments";
    /** Key: model. {@link dev.modelyard.contracts.deployment.DeploymentEvent}. */
    public static final String DEPLOYMENT_EVENTS = "modelyard.deployment-events";
    /** Key: worker. {@link dev.modelyard.contracts.worker.WorkerHeartbeat}. */
    public static final String WORKERS = "modelyard.workers";
    /** Key: replica. {@link dev.modelyard.contracts.deployment.ReplicaHeartbeat}. */
    public static final String REPLICAS = "modelyard.replicas";
    /** Compacted. Key: {@link dev.modelyard.contracts.identity.Revocation#recordKey()}. */
    public static final String REVOCATIONS = "modelyard.revocations";

    private Topics() {}

    /** The topic that hands out the jobs of a lane. Key: job. {@link dev.modelyard.contracts.job.Dispatch}. */
    public static String jobs(Lane lane) {
        return "modelyard.jobs." + lane.wireName();
    }

    /** The share group in which workers take the jobs of a lane. */
    public static String workerGroup(Lane lane) {
        return "modelyard-workers-" + lane.wireName();
    }
}
