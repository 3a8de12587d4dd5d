package dev.modelyard.standalone.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A member that is a child process of this one. */
public final class Child implements Member {
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final ChildSpec spec;
    private final BiConsumer<Member, ProcessHandle> onSpawn;
    private volatile @Nullable Process process;

    /**
     * @param onSpawn told of each new process at once, before it serves
     */
    public Child(ChildSpec spec, BiConsumer<Member, ProcessHandle> onSpawn) {
        this.spec = spec;
        this.onSpawn = onSpawn;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public Path log() {
        return spec.log();
    }

    @Override
    public String mark() {
        return spec.mark();
    }

    @Override
    public void start() throws InterruptedException {
        Process started = spawn();
        process = started;
        onSpawn.accept(this, started.toHandle());
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!spec.readiness().check()) {
            if (started.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StartFailedException(
                        spec.name() + " ended with code " + started.exitValue() + " before it served", spec.log());
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailedException(
                        spec.name() + " did not serve within " + START_PATIENCE.toSeconds() + " s", spec.log());
            }
        }
    }

    @Override
    public void stop(Duration patience) {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ProcessHandle process() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(spec.name() + " was never started");
        }
        return running.toHandle();
    }

    private Process spawn() {
        // A session of its own: the terminal's Ctrl-C reaches the launcher only, which stops its children in order.
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().putAll(spec.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + spec.command().getFirst(), e);
        }
    }
}
