package dev.modelyard.api.worker;

import dev.modelyard.api.job.JobService;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/workers}. */
@Path("/v1/workers")
@Tag(name = "Workers", description = "Who runs the jobs")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class WorkerResource {
    private final WorkerService workers;
    private final JobService jobs;
    private final CurrentCaller caller;

    WorkerResource(WorkerService workers, JobService jobs, CurrentCaller caller) {
        this.workers = workers;
        this.jobs = jobs;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listWorkers",
            summary = "List workers, newest first; jobs of other owners are shown to admins only")
    public Page<WorkerDescription> list() {
        Caller who = caller.get();
        List<Worker> found = workers.list();
        List<JobId> running = found.stream()
                .flatMap(worker -> worker.heartbeat().running().stream())
                .map(slot -> slot.job())
                .toList();
        Map<JobId, OwnerId> owners = jobs.owners(running);
        return new Page<>(
                found.stream()
                        .map(worker -> WorkerDescription.of(worker, slot -> Optional.ofNullable(owners.get(slot.job()))
                                .filter(owner -> OwnerScope.sees(who, owner))
                                .isPresent()))
                        .toList(),
                Optional.empty());
    }
}
