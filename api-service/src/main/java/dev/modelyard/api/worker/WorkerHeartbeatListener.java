package dev.modelyard.api.worker;

import dev.modelyard.api.messaging.MessageHandler;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads the signs of life of workers; old ones say nothing about now. */
@ApplicationScoped
class WorkerHeartbeatListener implements MessageHandler {
    private final WorkerService workers;

    WorkerHeartbeatListener(WorkerService workers) {
        this.workers = workers;
    }

    @Override
    public String topic() {
        return Topics.WORKERS;
    }

    @Override
    public String group() {
        return "modelyard-api-workers";
    }

    @Override
    public boolean onlyNews() {
        return true;
    }

    @Override
    public void handle(String key, byte @Nullable [] value) {
        if (value != null) {
            workers.heard(Json.read(value, WorkerHeartbeat.class));
        }
    }
}
