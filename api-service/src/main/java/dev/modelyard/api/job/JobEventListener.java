package dev.modelyard.api.job;

import dev.modelyard.api.messaging.MessageHandler;
import dev.modelyard.api.messaging.Outages;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads what workers say of runs. */
@ApplicationScoped
public class JobEventListener implements MessageHandler {
    /** The consumer group in which the replicas of this service share the events. */
    public static final String GROUP = "modelyard-api-job-events";

    private static final Logger LOG = Logger.getLogger(JobEventListener.class);

    private final RunService runs;

    JobEventListener(RunService runs) {
        this.runs = runs;
    }

    @Override
    public String topic() {
        return Topics.JOB_EVENTS;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public void handle(String key, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        JobEvent event = Json.read(value, JobEvent.class);
        if (event.run() == null || event.run().job() == null || event.run().run() == null) {
            throw new MalformedMessageException("an event that names no run", new IllegalArgumentException("no run"));
        }
        try {
            runs.apply(event);
        } catch (RuntimeException e) {
            if (Outages.isOne(e) || !(event instanceof JobEvent.Succeeded)) {
                throw e;
            }
            runs.apply(refused(event, e));
        }
    }

    /** What becomes of a success whose result cannot be used. */
    private static JobEvent refused(JobEvent event, RuntimeException error) {
        if (error instanceof ProblemException problem && problem.code() == ErrorCode.QUOTA_EXCEEDED) {
            return new JobEvent.Failed(
                    event.run(), event.at(), problem.code(), problem.failure().detail(), false);
        }
        LOG.errorf(error, "the result of %s cannot be applied; its job fails", event.run());
        return new JobEvent.Failed(
                event.run(), event.at(), ErrorCode.INTERNAL, "The result of the job could not be used.", false);
    }
}
