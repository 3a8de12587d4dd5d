package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;

/** What workers are told about runs in progress. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = JobControl.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobControl.StopRequested.class, name = "stop_requested"),
    @JsonSubTypes.Type(value = JobControl.Superseded.class, name = "superseded"),
    @JsonSubTypes.Type(value = JobControl.Unknown.class, name = "unknown")
})
public sealed interface JobControl {
    JobId job();

    /** The key on the compacted topic. */
    @JsonIgnore
    String key();

    /** Stop whatever runs this dispatch of the job, or an older one. */
    record StopRequested(JobId job, long dispatch) implements JobControl {
        @Override
        public String key() {
            return job.value();
        }
    }

    /** This run lost: another is bound, or the job has ended. */
    record Superseded(JobId job, RunId run) implements JobControl {
        @Override
        public String key() {
            return job.value() + "/" + run.value();
        }
    }

    /** Control of a newer version; it is passed over. */
    record Unknown(JobId job) implements JobControl {
        @Override
        public String key() {
            return job.value() + "/unknown";
        }
    }
}
