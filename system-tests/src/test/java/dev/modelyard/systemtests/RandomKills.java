package dev.modelyard.systemtests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Kills processes of an installation one after another, at moments that a seed decides, until it is closed. */
final class RandomKills implements AutoCloseable {
    private final Installation installation;
    private final Seed seed;
    private final List<String> names;
    private final Duration shortest;
    private final Duration longest;
    private final List<String> killed = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("random-kills").unstarted(this::run);

    /**
     * Begins.
     *
     * @param names of the processes to choose from
     * @param shortest pause between two kills
     * @param longest pause between two kills
     */
    RandomKills(Installation installation, Seed seed, List<String> names, Duration shortest, Duration longest) {
        this.installation = installation;
        this.seed = seed;
        this.names = List.copyOf(names);
        this.shortest = shortest;
        this.longest = longest;
        thread.start();
    }

    private void run() {
        Random random = seed.random();
        try {
            while (!closing.await(random.nextLong(shortest.toMillis(), longest.toMillis()), TimeUnit.MILLISECONDS)) {
                String victim = names.get(random.nextInt(names.size()));
                if (installation.process(victim).isPresent()) {
                    installation.kill(victim);
                    killed.add(victim);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many were killed. */
    int count() {
        return killed.size();
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }

    /** The seed, and whom it has killed in what order. */
    @Override
    public String toString() {
        return seed + ", killed " + List.copyOf(killed);
    }
}
