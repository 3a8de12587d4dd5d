package dev.modelyard.standalone.stack;

import dev.modelyard.standalone.installation.ProcessRecords;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends what a launcher left behind that was killed before it could. */
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Leftovers() {}

    /** Ends workers first, so that they hand their jobs back, then the other services, Kafka and PostgreSQL. */
    public static void end(ProcessRecords records) {
        Map<String, ProcessIdentity> alive = records.alive();
        for (StopOrder.Tier tier : StopOrder.Tier.values()) {
            List<ProcessHandle> ending = alive.entrySet().stream()
                    .filter(entry -> StopOrder.tier(entry.getKey()) == tier)
                    .flatMap(entry -> entry.getValue().handle().stream())
                    .toList();
            ending.forEach(process -> askToEnd(process, tier));
            ending.forEach(Leftovers::await);
        }
        alive.keySet().forEach(records::remove);
    }

    private static void askToEnd(ProcessHandle process, StopOrder.Tier tier) {
        if (tier != StopOrder.Tier.DATABASE) {
            process.destroy();
            return;
        }
        // SIGTERM makes PostgreSQL wait for its clients; SIGINT does not.
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end PostgreSQL " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        }
    }
}
