package dev.modelyard.api.notification;

/** Words may have been missed, and whoever waits for one should look for itself. */
public record Deaf() {}
