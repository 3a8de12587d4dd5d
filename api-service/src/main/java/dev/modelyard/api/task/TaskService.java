package dev.modelyard.api.task;

import dev.modelyard.api.dataset.ContentFormats;
import dev.modelyard.api.network.NetworkService;
import dev.modelyard.contracts.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/** What can be done with each task here. */
@ApplicationScoped
public class TaskService {
    private final NetworkService networks;

    TaskService(NetworkService networks) {
        this.networks = networks;
    }

    public List<TaskDescription> list() {
        return Arrays.stream(Task.values()).map(this::describe).toList();
    }

    private TaskDescription describe(Task task) {
        var network = networks.defaultFor(task);
        var content = ContentFormats.of(task);
        return new TaskDescription(task, network.isPresent() && !content.isEmpty(), content, network);
    }
}
