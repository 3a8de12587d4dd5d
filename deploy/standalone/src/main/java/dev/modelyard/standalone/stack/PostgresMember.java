package dev.modelyard.standalone.stack;

import dev.modelyard.embedded.PostgresServer;
import dev.modelyard.standalone.process.Member;
import dev.modelyard.standalone.process.StartFailedException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as a member of the stack. */
final class PostgresMember implements Member {
    private final PostgresServer.Settings settings;
    private final String database;
    private final Path log;
    private final BiConsumer<Member, ProcessHandle> onSpawn;
    private volatile @Nullable PostgresServer server;

    /**
     * @param settings with a data folder and a log file
     */
    PostgresMember(PostgresServer.Settings settings, String database, BiConsumer<Member, ProcessHandle> onSpawn) {
        this.settings = settings;
        this.database = database;
        this.log = settings.logFile().orElseThrow();
        this.onSpawn = onSpawn;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public String mark() {
        return settings.dataFolder().orElseThrow().toString();
    }

    @Override
    public synchronized void start() {
        try {
            PostgresServer started = PostgresServer.start(settings);
            server = started;
            onSpawn.accept(this, process());
            started.createDatabase(database);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), log, e);
        }
    }

    @Override
    public synchronized void stop(Duration patience) {
        PostgresServer running = server;
        if (running != null && running.isRunning()) {
            running.close();
        }
    }

    @Override
    public ProcessHandle process() {
        PostgresServer running = server;
        if (running == null) {
            throw new IllegalStateException("PostgreSQL was never started");
        }
        return running.process();
    }
}
