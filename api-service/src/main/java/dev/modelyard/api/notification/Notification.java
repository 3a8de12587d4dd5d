package dev.modelyard.api.notification;

/** A word that another replica told; observed on the thread that listens, so observers are quick. */
public record Notification(Topic topic, String word) {}
