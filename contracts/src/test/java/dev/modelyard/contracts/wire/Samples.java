package dev.modelyard.contracts.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Evaluation;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.OptimizerKind;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One message of every kind, with every field that may be absent set. */
final class Samples {
    private static final String TEXT = "abcdefghijklmnopqrstuvwxyz";
    private static final Instant AT = Instant.parse("2026-11-22T10:15:30.125Z");
    private static final JobId JOB = new JobId("job_" + TEXT);
    private static final ModelId MODEL = new ModelId("mdl_" + TEXT);
    private static final DatasetId DATASET = new DatasetId("dst_" + TEXT);
    private static final WorkerId WORKER = new WorkerId("wrk_" + TEXT);
    private static final ReplicaId REPLICA = new ReplicaId("rep_" + TEXT);
    private static final RunKey RUN = new RunKey(JOB, 17, new RunId("run_" + TEXT));
    private static final ArtifactReference ARTIFACT = new ArtifactReference("runs/run_x/artifact", "0f".repeat(32));
    private static final CheckpointReference CHECKPOINT = new CheckpointReference(4, 1200, ARTIFACT);
    private static final JobSpec.DatasetInput INPUT = new JobSpec.DatasetInput(DATASET, 3, ARTIFACT);
    private static final SplitRule SPLIT = new SplitRule(0.8, 0.1, 0.1, 7);
    private static final Progress PROGRESS =
            new Progress("training", 120, 900, 4, 30, Optional.of(41.5), Optional.of(812.0));

    private Samples() {}

    private static DesiredDeployment untrained(
            String network, UntrainedModel.Data data, Optional<DesiredDeployment.Canary> canary) {
        return new DesiredDeployment(
                new DeploymentId("dep_" + TEXT),
                MODEL,
                new OwnerId("sid_someone"),
                7,
                true,
                1,
                data.task(),
                0,
                new UntrainedModel(network, 42, data),
                canary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AT);
    }

    private static TrainingParameters parameters() {
        return new TrainingParameters(
                42,
                Optional.of(1),
                Optional.of(30),
                Optional.of(32),
                Optional.of(0.002),
                Optional.of(OptimizerKind.ADAMW),
                Optional.of(ScheduleKind.COSINE),
                Optional.of(0.05),
                Optional.of(0.01),
                Optional.of(0.1),
                Optional.of(1.0),
                Optional.of(2),
                Optional.of(5),
                Optional.of(Precision.BF16),
                Optional.of(64),
                Optional.of(true),
                Optional.of(3),
                Optional.of(128),
                Optional.of(2),
                Optional.of(new FewShot(
                        Optional.of(true), Optional.of(true), Optional.of(0.5), Optional.of(0.1), Optional.of(false))));
    }

    private static JobSpec.Train train() {
        return new JobSpec.Train(MODEL, Task.IMAGE_CLASSIFICATION, "resnet18-compact", INPUT, parameters());
    }

    private static Dispatch dispatch(JobSpec spec) {
        return new Dispatch(JOB, 17, new OwnerId("sid_someone"), 2, 1, spec, Optional.of(CHECKPOINT), AT);
    }

    /** By the name of the golden file. */
    static Map<String, Object> all() {
        return Map.ofEntries(
                Map.entry("dispatch-train", dispatch(train())),
                Map.entry(
                        "dispatch-import-upload",
                        dispatch(new JobSpec.ImportDataset(
                                DATASET,
                                Task.TABULAR_REGRESSION,
                                new ImportSource.Upload("datasets/d/uploads/u", "a.csv", ContentFormat.CSV),
                                new ImportOptions(Optional.of("mpg"), List.of()),
                                Optional.of(SPLIT)))),
                Map.entry(
                        "dispatch-import-folder",
                        dispatch(new JobSpec.ImportDataset(
                                DATASET,
                                Task.TEXT_CLASSIFICATION,
                                new ImportSource.Folder("sets/trec"),
                                new ImportOptions(Optional.empty(), List.of("no", "yes")),
                                Optional.empty()))),
                Map.entry("dispatch-split", dispatch(new JobSpec.SplitDataset(INPUT, SPLIT))),
                Map.entry("event-started", new JobEvent.Started(RUN, AT, WORKER, "host-1")),
                Map.entry(
                        "event-progressed",
                        new JobEvent.Progressed(
                                RUN,
                                AT,
                                PROGRESS,
                                Optional.of(new EpochMetrics(4, 120, Map.of("val_accuracy", 0.91))))),
                Map.entry("event-checkpointed", new JobEvent.Checkpointed(RUN, AT, CHECKPOINT)),
                Map.entry("event-yielded", new JobEvent.Yielded(RUN, AT, "shutting down", Optional.of(CHECKPOINT))),
                Map.entry(
                        "event-failed",
                        new JobEvent.Failed(RUN, AT, ErrorCode.INVALID_DATA, "line 7: no label", false)),
                Map.entry("event-stopped", new JobEvent.Stopped(RUN, AT, Optional.of(CHECKPOINT))),
                Map.entry(
                        "event-succeeded",
                        new JobEvent.Succeeded(
                                RUN,
                                AT,
                                ARTIFACT,
                                JsonNodeFactory.instance.objectNode().put("epochs", 3))),
                Map.entry("control-stop-requested", new JobControl.StopRequested(JOB, 17)),
                Map.entry("control-superseded", new JobControl.Superseded(JOB, RUN.run())),
                Map.entry(
                        "deployment",
                        new DesiredDeployment(
                                new DeploymentId("dep_" + TEXT),
                                MODEL,
                                new OwnerId("sid_someone"),
                                5,
                                true,
                                2,
                                Task.TABULAR_CLASSIFICATION,
                                3,
                                ARTIFACT,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                AT)),
                Map.entry(
                        "deployment-int8",
                        new DesiredDeployment(
                                new DeploymentId("dep_" + TEXT),
                                MODEL,
                                new OwnerId("sid_someone"),
                                5,
                                true,
                                2,
                                Task.TEXT_CLASSIFICATION,
                                3,
                                ARTIFACT,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(ServingPrecision.INT8),
                                Optional.empty(),
                                AT)),
                Map.entry(
                        "deployment-canary",
                        new DesiredDeployment(
                                new DeploymentId("dep_" + TEXT),
                                MODEL,
                                new OwnerId("sid_someone"),
                                6,
                                true,
                                1,
                                Task.TABULAR_CLASSIFICATION,
                                3,
                                ARTIFACT,
                                Optional.of(new DesiredDeployment.Canary(4, ARTIFACT, 10)),
                                Optional.of(new DesiredDeployment.BatchLimits(Optional.of(16), Optional.of(2.5))),
                                Optional.empty(),
                                Optional.of(true),
                                AT)),
                Map.entry(
                        "deployment-untrained-pictures",
                        untrained(
                                "resnet18-compact",
                                new UntrainedModel.Pictures(64, List.of("cat", "dog")),
                                Optional.empty())),
                Map.entry(
                        "deployment-untrained-rows",
                        untrained(
                                "tabular-mlp-ensemble",
                                new UntrainedModel.LabelledRows(List.of("a", "b"), List.of("x", "y")),
                                Optional.of(new DesiredDeployment.Canary(1, ARTIFACT, 10)))),
                Map.entry(
                        "deployment-untrained-canary",
                        new DesiredDeployment(
                                new DeploymentId("dep_" + TEXT),
                                MODEL,
                                new OwnerId("sid_someone"),
                                8,
                                true,
                                1,
                                Task.TABULAR_REGRESSION,
                                1,
                                ARTIFACT,
                                Optional.of(new DesiredDeployment.Canary(
                                        0,
                                        new UntrainedModel(
                                                "tabular-mlp-ensemble",
                                                42,
                                                new UntrainedModel.ValuedRows(List.of("a", "b"))),
                                        10)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                AT)),
                Map.entry("deployment-loading", new DeploymentEvent.Loading(MODEL, 5, REPLICA, AT)),
                Map.entry("deployment-ready", new DeploymentEvent.Ready(MODEL, 5, REPLICA, AT, 0.25)),
                Map.entry(
                        "deployment-failed",
                        new DeploymentEvent.Failed(MODEL, 5, REPLICA, AT, ErrorCode.ARTIFACT_CORRUPT, "model.onnx")),
                Map.entry("deployment-unloaded", new DeploymentEvent.Unloaded(MODEL, 5, REPLICA, AT)),
                Map.entry(
                        "replica-heartbeat",
                        new ReplicaHeartbeat(REPLICA, "http://127.0.0.1:8082", Map.of(MODEL, 5L), AT)),
                Map.entry(
                        "worker-heartbeat",
                        new WorkerHeartbeat(
                                WORKER,
                                "host-1",
                                "0.1.0",
                                1,
                                2,
                                1L << 33,
                                Map.of(Lane.GPU, 1),
                                List.of(new WorkerHeartbeat.Running(Lane.GPU, JOB, RUN.run())),
                                Set.of("train"),
                                false,
                                AT,
                                AT)),
                Map.entry("revocation", new Revocation.OfClient(new OwnerId("sid_someone"), AT)),
                Map.entry("revocation-secret", new Revocation.OfSecret(new OwnerId("sid_someone"), "sec_" + TEXT, AT)),
                Map.entry("revocation-signing-key", new Revocation.OfSigningKey("a-key-id", AT)),
                Map.entry("manifest", new Manifest(List.of(new Manifest.Entry("model.onnx", 12, "ab".repeat(32))))),
                Map.entry(
                        "dataset-summary",
                        new DatasetSummary(
                                Task.TABULAR_CLASSIFICATION,
                                List.of("a", "b"),
                                List.of(new DatasetSummary.Column("colour", List.of("blue", "red"))),
                                Optional.of("kind"),
                                Map.of(Split.TRAIN, 9),
                                Map.of(Split.TRAIN, List.of(4, 5)),
                                1234)),
                Map.entry(
                        "dataset-record",
                        new DatasetRecord(
                                Split.VALIDATION,
                                Optional.of(1),
                                Optional.of("a text"),
                                Optional.of("another text"),
                                Optional.of("a/b.png"),
                                Optional.of(List.of(1.5, Double.NaN)),
                                Optional.of(2.5))),
                Map.entry(
                        "evaluation",
                        new Evaluation(
                                Optional.empty(),
                                Optional.of(new Evaluation.Classes(
                                        0.75,
                                        0.73,
                                        List.of(
                                                new Evaluation.ClassFigures("a", 1, 0.5, 0.67, 2),
                                                new Evaluation.ClassFigures("b", 0.67, 1, 0.8, 2)),
                                        List.of(List.of(1L, 1L), List.of(0L, 2L)))),
                                Optional.of(0.8))),
                Map.entry(
                        "model-summary",
                        new ModelSummary(
                                Task.IMAGE_CLASSIFICATION,
                                "resnet18-compact",
                                List.of("a", "b"),
                                697_000,
                                Map.of("test_accuracy", 0.98),
                                30,
                                28,
                                95.5,
                                Optional.of(train()))));
    }
}
