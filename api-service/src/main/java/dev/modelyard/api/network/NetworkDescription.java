package dev.modelyard.api.network;

import dev.modelyard.contracts.task.Task;
import java.util.List;

/**
 * A network of the catalogue as callers see it.
 *
 * @param defaultFor the tasks that take it when nothing else is said
 * @param parameters trainable numbers, for the options asked for or middling ones
 * @param trainingMemoryBytes an estimate of the memory that training takes with a batch of 32
 * @param options the query parameters that change its size
 */
public record NetworkDescription(
        String name,
        List<Task> tasks,
        List<Task> defaultFor,
        String description,
        long parameters,
        long trainingMemoryBytes,
        List<String> options) {}
