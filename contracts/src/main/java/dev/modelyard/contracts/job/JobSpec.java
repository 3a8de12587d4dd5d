package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;
import java.util.Optional;

/** What a job is to do, complete: a worker needs nothing else but the artifact store. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = JobSpec.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobSpec.Train.class, name = "train"),
    @JsonSubTypes.Type(value = JobSpec.ImportDataset.class, name = "import"),
    @JsonSubTypes.Type(value = JobSpec.SplitDataset.class, name = "split"),
    @JsonSubTypes.Type(value = JobSpec.Unknown.class, name = "unknown")
})
public sealed interface JobSpec {
    /** The name of this kind of job, as it appears in {@code kind} on every wire. */
    @JsonIgnore
    String kind();

    /** The lane it queues in when it asks for that many devices. */
    default Lane lane(int devices) {
        return Lane.SHORT;
    }

    /**
     * Trains the next version of a model.
     *
     * @param network a name in the network catalogue; it also fixes the recipe
     */
    record Train(ModelId model, Task task, String network, DatasetInput dataset, TrainingParameters parameters)
            implements JobSpec {
        @Override
        public String kind() {
            return "train";
        }

        @Override
        public Lane lane(int devices) {
            return devices > 0 ? Lane.GPU : Lane.CPU;
        }
    }

    /**
     * Checks content and makes a dataset version of it.
     *
     * @param source where the raw content lies
     * @param split how to divide it when the content names no splits; absent: everything is train
     */
    record ImportDataset(
            DatasetId dataset, Task task, ImportSource source, ImportOptions options, Optional<SplitRule> split)
            implements JobSpec {
        @Override
        public String kind() {
            return "import";
        }
    }

    /** Makes a new version of a dataset by dividing all examples of another anew. */
    record SplitDataset(DatasetInput dataset, SplitRule split) implements JobSpec {
        @Override
        public String kind() {
            return "split";
        }
    }

    /** A kind that this version does not know; a worker hands it back. */
    record Unknown() implements JobSpec {
        @Override
        public String kind() {
            return "unknown";
        }
    }

    /** One version of a dataset, pinned. */
    record DatasetInput(DatasetId dataset, int version, ArtifactReference artifact) {}
}
