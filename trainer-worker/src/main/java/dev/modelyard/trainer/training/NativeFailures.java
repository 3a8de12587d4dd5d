package dev.modelyard.trainer.training;

import ai.djl.engine.EngineException;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.trainer.run.JobFailedException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** Says in the platform's words what libtorch says in its own. */
final class NativeFailures {
    private NativeFailures() {}

    /**
     * Runs native work.
     *
     * @throws JobFailedException with {@code OUT_OF_MEMORY} if memory, of the machine or of the GPU, does not suffice
     */
    static <T> T translating(int batchSize, Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            if (isOutOfMemory(e)) {
                throw outOfMemory(batchSize, e);
            }
            throw e;
        } catch (OutOfMemoryError e) {
            throw outOfMemory(batchSize, e);
        }
    }

    private static boolean isOutOfMemory(EngineException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
        return message.contains("out of memory")
                || message.contains("not enough memory")
                || message.contains("can't allocate memory");
    }

    private static JobFailedException outOfMemory(int batchSize, Throwable cause) {
        return new JobFailedException(
                ErrorCode.OUT_OF_MEMORY,
                "the training does not fit into memory with a batch size of " + batchSize
                        + "; a smaller batch_size with accumulation learns the same in less",
                cause);
    }
}
