package dev.modelyard.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a worker takes and with what it works. */
@ConfigMapping(prefix = "modelyard.worker")
public interface WorkerConfig {
    /** GPUs this worker may use. Above 0 it takes jobs that ask for GPUs, and processor jobs when there are none. */
    @WithDefault("0")
    int devices();

    /** Processor threads for one training; all processors if unset. */
    Optional<Integer> threads();

    /** How many short jobs (imports, splits) run at a time beside a training. */
    @WithDefault("2")
    int shortSlots();

    /** Whether this worker trains; false: it takes short jobs only. */
    @WithDefault("true")
    boolean training();

    /** Memory one training may use, in MiB; half of the machine's if unset. */
    Optional<Long> memoryMib();

    /** The host name in heartbeats; the machine's own if unset. */
    Optional<String> host();

    /** How long a stopping worker waits for its runs to hand their jobs back. */
    @WithDefault("20s")
    Duration handBackTimeout();

    /** Folder of this worker's own files: unsent terminal events and scratch space of runs. No two workers share one. */
    @WithDefault("${modelyard.data:.modelyard/worker}")
    Path data();

    /** Folder of pretrained networks, each a folder in the layout of Hugging Face; none if unset. */
    @WithDefault("${modelyard.backbones:}")
    Optional<Path> backbones();

    /** The artifact store, {@code file:///folder} or {@code s3://bucket/prefix}; the same for all services and workers. */
    @WithDefault("${modelyard.store}")
    URI store();
}
