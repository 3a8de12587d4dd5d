package dev.modelyard.api.job;

import dev.modelyard.contracts.error.ErrorCode;

/** Why a job failed, in words its owner can act on. */
public record JobError(ErrorCode code, String message) {
    private static final int LONGEST = 4000;

    /** An error in a worker's words, as far as a column can hold them. */
    static JobError of(ErrorCode code, String message) {
        String plain = message.replace("\0", "");
        return new JobError(code, plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain);
    }
}
