package dev.modelyard.api.training;

import dev.modelyard.api.idempotency.OnceOnly;
import dev.modelyard.api.job.JobDescription;
import dev.modelyard.servicekit.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /v1/jobs}. */
@Path("/v1/jobs")
@Tag(name = "Jobs")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class TrainingResource {
    private final SubmissionService submissions;
    private final CurrentCaller caller;
    private final OnceOnly once;

    TrainingResource(SubmissionService submissions, CurrentCaller caller, OnceOnly once) {
        this.submissions = submissions;
        this.caller = caller;
        this.once = once;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "submitJob", summary = "Train the next version of a model")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    @APIResponse(responseCode = "202", description = "The job, queued")
    @APIResponse(responseCode = "400", description = "invalid_field: errors names each field at fault")
    @APIResponse(responseCode = "404", description = "not_found: no such model, dataset or version")
    @APIResponse(responseCode = "409", description = "dataset_empty: there is no content yet")
    @APIResponse(responseCode = "422", description = "unknown_network: no such network, or not for this task")
    @APIResponse(responseCode = "507", description = "out_of_memory: no worker has the memory for it")
    @APIResponse(responseCode = "429", description = "too_many_requests: as many jobs as you may have are queued")
    public RestResponse<JobDescription> submit(
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "train",
                                                            value =
                                                                    "{\"kind\":\"train\",\"model\":\"mdl_…\",\"dataset\":\"dst_…\","
                                                                            + "\"parameters\":{\"max_epochs\":10,\"seed\":42}}")))
                    @Valid
                    SubmitTraining request) {
        return once.accepted(
                request,
                () -> JobDescription.of(submissions.submit(
                        caller.get(),
                        request.training(),
                        request.priority().orElse(0),
                        request.devices().orElse(0))),
                JobDescription::path);
    }
}
