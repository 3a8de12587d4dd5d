package dev.modelyard.api.notification;

/** What a word is about. */
public enum Topic {
    /** A queue has changed; the word is its lane. */
    QUEUE,
    /** A job has changed; the word is its id. */
    JOB
}
