package dev.modelyard.api.facade.gts;

/**
 * A file of a task.
 *
 * @param key where it lies in the store
 */
record GtsFile(String name, String key, long bytes) {}
