package dev.modelyard.inference.residency;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The memory of loaded models. Whoever needs some waits until those used longest ago have left enough of it. */
@Singleton
final class MemoryBudget {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long bytes;
    private final List<Lease> leases = new ArrayList<>();
    private long used;
    /** Of those who have been asked to leave and have not yet. */
    private long leaving;

    @Inject
    MemoryBudget(ResidencyConfig config, MeterRegistry registry) {
        this(config.memory().map(MemorySize::asLongValue).orElseGet(MemoryBudget::half));
        Gauge.builder("modelyard.models.memory", this, MemoryBudget::used)
                .description("Memory of loaded models, as estimated from their files")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("modelyard.models.memory.limit", this, budget -> budget.bytes)
                .description("What loaded models may take together")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("modelyard.models.resident", this, MemoryBudget::residents)
                .description("Models in memory")
                .register(registry);
    }

    MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    /** Of the machine, or of the container that this process is confined to. */
    private static long half() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 2;
    }

    /** Who takes memory: it is asked to let it go when others need it. */
    @FunctionalInterface
    interface Tenant {
        /** Takes no new calls into that memory, and closes the lease when the last has been answered. Returns at once. */
        void leave();
    }

    /** Memory that is taken until it is closed. */
    final class Lease implements AutoCloseable {
        private final Tenant tenant;
        private final long size;
        private volatile long lastUse = System.nanoTime();
        private boolean settled;
        private boolean asked;
        private boolean closed;

        private Lease(Tenant tenant, long size) {
            this.tenant = tenant;
            this.size = size;
        }

        /** It is of use now. */
        void use() {
            lastUse = System.nanoTime();
        }

        /** Its tenant is in now, and can be asked to leave. */
        void settle() {
            MemoryBudget.this.settle(this);
        }

        Duration idle() {
            return Duration.ofNanos(System.nanoTime() - lastUse);
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /**
     * Takes memory; blocks until it is there.
     *
     * @throws InsufficientMemoryException if it never will be, or was not within half a minute
     */
    Lease take(Tenant tenant, long size) throws InsufficientMemoryException, InterruptedException {
        if (size > bytes) {
            throw new InsufficientMemoryException(size, bytes);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Lease> victim;
            synchronized (this) {
                if (used + size <= bytes) {
                    Lease lease = new Lease(tenant, size);
                    leases.add(lease);
                    used += size;
                    return lease;
                }
                victim = used - leaving + size <= bytes ? Optional.empty() : askOne();
                if (victim.isEmpty()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        throw new InsufficientMemoryException(size, bytes);
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
            victim.ifPresent(lease -> lease.tenant.leave());
        }
    }

    /** Has those leave that had no use for longer than that. */
    void leaveIdle(Duration longest) {
        List<Lease> idle = new ArrayList<>();
        synchronized (this) {
            for (Lease lease : leases) {
                if (lease.settled && !lease.asked && lease.idle().compareTo(longest) > 0) {
                    ask(lease);
                    idle.add(lease);
                }
            }
        }
        idle.forEach(lease -> lease.tenant.leave());
    }

    private Optional<Lease> askOne() {
        Optional<Lease> victim = leases.stream()
                .filter(lease -> lease.settled && !lease.asked)
                .min((one, other) -> Long.signum(one.lastUse - other.lastUse));
        victim.ifPresent(this::ask);
        return victim;
    }

    private void ask(Lease lease) {
        lease.asked = true;
        leaving += lease.size;
    }

    private synchronized void settle(Lease lease) {
        lease.settled = true;
        lease.use();
        notifyAll();
    }

    private synchronized void giveBack(Lease lease) {
        if (lease.closed) {
            return;
        }
        lease.closed = true;
        leases.remove(lease);
        used -= lease.size;
        leaving -= lease.asked ? lease.size : 0;
        notifyAll();
    }

    synchronized long used() {
        return used;
    }

    synchronized int residents() {
        return leases.size();
    }
}
