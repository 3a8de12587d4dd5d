package dev.modelyard.api.job;

/**
 * A change of a job as it is kept.
 *
 * @param number from 1, without gaps, the job's own
 * @param type of {@link JobChange#type()}
 * @param data the change as JSON
 */
public record RecordedChange(long number, String type, String data) {}
