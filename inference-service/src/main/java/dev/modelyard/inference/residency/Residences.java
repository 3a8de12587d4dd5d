package dev.modelyard.inference.residency;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes residences, which share the memory and the threads that load. */
@Singleton
public final class Residences {
    private final ModelOpener opener;
    private final MemoryBudget memory;
    private final ResidencyConfig config;
    private final MeterRegistry registry;
    private final ExecutorService threads;

    @Inject
    Residences(ModelOpener opener, MemoryBudget memory, ResidencyConfig config, MeterRegistry registry) {
        this.opener = opener;
        this.memory = memory;
        this.config = config;
        this.registry = registry;
        this.threads = Executors.newFixedThreadPool(
                config.loadThreads(),
                Thread.ofPlatform().name("load-", 0).daemon().factory());
    }

    /** A residence of that version, which is not in memory yet. */
    public Residence of(Edition edition) {
        return new Residence(
                (tenant, measured) -> opener.open(edition, tenant, measured),
                threads,
                config.retryAfter(),
                opener.deadline(),
                ResidenceMetrics.of(registry, edition.model()));
    }

    /** The threads on which models are loaded. */
    public ExecutorService threads() {
        return threads;
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void leaveIdle() {
        config.idleAfter().ifPresent(memory::leaveIdle);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
