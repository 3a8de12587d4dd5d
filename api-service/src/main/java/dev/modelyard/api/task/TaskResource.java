package dev.modelyard.api.task;

import dev.modelyard.servicekit.paging.Page;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/tasks}. */
@Path("/v1/tasks")
@Tag(name = "Networks", description = "What can be trained")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class TaskResource {
    private final TaskService tasks;

    TaskResource(TaskService tasks) {
        this.tasks = tasks;
    }

    @GET
    @Operation(
            operationId = "listTasks",
            summary = "List the tasks, whether they can be trained here and from what content")
    public Page<TaskDescription> list() {
        return new Page<>(tasks.list(), Optional.empty());
    }
}
