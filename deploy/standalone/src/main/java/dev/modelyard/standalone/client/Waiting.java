package dev.modelyard.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Follows jobs and deployments to where they end. */
public final class Waiting {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "stopped");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final PlatformClient client;

    public Waiting(PlatformClient client) {
        this.client = client;
    }

    /**
     * The job as it succeeded.
     *
     * @param watcher gets each state of it that was seen
     * @throws IllegalStateException if it ended otherwise, or not within that time
     */
    public JsonNode forJob(String job, Duration patience, Consumer<JsonNode> watcher) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JsonNode seen = client.get("/v1/jobs/" + job);
            watcher.accept(seen);
            String state = seen.path("state").asText();
            if (state.equals("succeeded")) {
                return seen;
            }
            if (ENDED.contains(state)) {
                throw new IllegalStateException("job " + job + " " + state + ": "
                        + seen.path("error").path("message").asText());
            }
            lookAgain(deadline, "job " + job + " is " + state);
        }
    }

    /**
     * The deployment as it became ready.
     *
     * @throws IllegalStateException if it failed, or is not ready within that time
     */
    public JsonNode forDeployment(String deployment, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JsonNode seen = client.get("/v1/deployments/" + deployment);
            String state = seen.path("state").asText();
            if (state.equals("ready")) {
                return seen;
            }
            if (state.equals("failed")) {
                throw new IllegalStateException("deployment " + deployment + " failed: "
                        + seen.path("error").path("message").asText());
            }
            lookAgain(deadline, "deployment " + deployment + " is " + state);
        }
    }

    private static void lookAgain(long deadline, String standing) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException(standing + ", and time is up");
        }
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + standing, e);
        }
    }
}
