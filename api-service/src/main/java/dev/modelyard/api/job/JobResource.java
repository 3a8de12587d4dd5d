package dev.modelyard.api.job;

import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/jobs}, except for submitting one: that is each feature's own. */
@Path("/v1/jobs")
@Tag(name = "Jobs", description = "Trainings, imports and whatever else runs on a worker")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class JobResource {
    private static final int LAST_YEAR = 9999;
    /** Bytes of a body that says nothing, white space included. */
    private static final int LONGEST_NOTHING = 64;

    private final JobService jobs;
    private final ResumptionService resumptions;
    private final CurrentCaller caller;

    JobResource(JobService jobs, ResumptionService resumptions, CurrentCaller caller) {
        this.jobs = jobs;
        this.resumptions = resumptions;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listJobs", summary = "List jobs, newest first")
    @APIResponse(responseCode = "400", description = "invalid_field: a filter that cannot be read")
    public Page<JobDescription> list(
            @RestQuery @Parameter(description = "only of this kind", example = "train") @Nullable String kind,
            @RestQuery @Parameter(description = "only in this state", example = "running") @Nullable String state,
            @RestQuery @Parameter(description = "only about this model") @Nullable String model,
            @RestQuery @Parameter(description = "only about this dataset") @Nullable String dataset,
            @RestQuery @Parameter(description = "created at this time or later, RFC 3339") @Nullable String since,
            @RestQuery @Parameter(description = "created before this time, RFC 3339") @Nullable String until,
            @RestQuery @Parameter(description = "for admins: all, or an owner") @Nullable String owner,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        Caller who = caller.get();
        JobFilter filter = new JobFilter(
                OwnerScope.of(who, owner),
                Optional.ofNullable(kind).filter(text -> !text.isBlank()),
                QueryValues.read("state", state, JobState::of),
                QueryValues.read("model", model, ModelId::new),
                QueryValues.read("dataset", dataset, DatasetId::new),
                QueryValues.read("since", since, JobResource::time),
                QueryValues.read("until", until, JobResource::time));
        return jobs.list(filter, PageRequest.of(limit, cursor)).map(JobDescription::of);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readJob", summary = "Read a job: state, progress, figures, place in the queue")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    public JobDescription read(@PathParam("id") JobId id) {
        return jobs.describe(caller.get(), id).job();
    }

    @GET
    @Path("/{id}/metrics")
    @Operation(operationId = "readJobMetrics", summary = "The figures of each epoch, oldest first")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    public Page<EpochMetrics> metrics(
            @PathParam("id") JobId id,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return jobs.metrics(caller.get(), id, PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/stop")
    @ResponseStatus(202)
    @Operation(operationId = "stopJob", summary = "Stop a job; one that was not handed out yet is stopped at once")
    @APIResponse(responseCode = "202", description = "The job as it is now")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    public JobDescription stop(@PathParam("id") JobId id) {
        return JobDescription.of(jobs.stop(caller.get(), id));
    }

    @GET
    @Path("/{id}/checkpoints")
    @Operation(operationId = "listJobCheckpoints", summary = "The checkpoints a job can go on from, the furthest first")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    public Page<CheckpointDescription> checkpoints(@PathParam("id") JobId id) {
        List<CheckpointDescription> kept = resumptions.checkpoints(caller.get(), id).stream()
                .map(CheckpointDescription::of)
                .toList();
        return new Page<>(kept, Optional.empty());
    }

    @POST
    @Path("/{id}/resume")
    @ResponseStatus(202)
    @Operation(operationId = "resumeJob", summary = "Let a training that was stopped or has failed go on")
    @APIResponse(responseCode = "202", description = "The job, queued again")
    @APIResponse(responseCode = "400", description = "invalid_field: epoch is not a number")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    @APIResponse(responseCode = "409", description = "conflict: it has not ended, or cannot go on from there")
    public JobDescription resume(
            @PathParam("id") JobId id,
            @RestQuery
                    @Parameter(description = "go on after this epoch, whose checkpoint is kept; else from the furthest")
                    @Nullable
                    String epoch,
            @Parameter(hidden = true) InputStream body)
            throws IOException {
        String said = new String(body.readNBytes(LONGEST_NOTHING), StandardCharsets.UTF_8).strip();
        if (!said.isEmpty() && !said.equals("{}")) {
            throw new ProblemException(
                    ErrorCode.MALFORMED_REQUEST, "This request has no body; epoch is a query parameter.");
        }
        return JobDescription.of(
                resumptions.resume(caller.get(), id, QueryValues.read("epoch", epoch, JobResource::epoch)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteJob", summary = "Forget a job that has ended; what it made stays")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "not_found: no such job")
    @APIResponse(responseCode = "409", description = "conflict: it has not ended")
    public void delete(@PathParam("id") JobId id) {
        jobs.delete(caller.get(), id);
    }

    private static int epoch(String text) {
        int epoch = Integer.parseInt(text);
        if (epoch < 0) {
            throw new IllegalArgumentException("below 0");
        }
        return epoch;
    }

    private static Instant time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
                throw new IllegalArgumentException("not a time of RFC 3339");
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }
}
