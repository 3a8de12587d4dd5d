package dev.modelyard.api.job;

import dev.modelyard.contracts.error.ErrorCode;

/** Why a job failed, in words its owner can act on. */
public record JobError(ErrorCode code, String message) {}
