package dev.modelyard.standalone.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts members again when they die, each after a back-off that doubles while it keeps dying young. */
public final class Supervisor {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration GROWN_UP = Duration.ofSeconds(60);

    private final Consumer<String> notices;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param notices gets a sentence for each death and each new start
     */
    public Supervisor(Consumer<String> notices) {
        this.notices = notices;
    }

    /** From now on keeps these running, which do run. */
    public void watch(List<Member> members) {
        members.forEach(
                member -> Thread.ofVirtual().name("watch-" + member.name()).start(() -> watch(member)));
    }

    /** From now on a member that ends stays ended. */
    public void release() {
        stopping.countDown();
    }

    private void watch(Member member) {
        Duration backOff = SHORTEST;
        try {
            while (true) {
                long born = System.nanoTime();
                member.process().onExit().join();
                if (stopping.getCount() == 0) {
                    return;
                }
                boolean grownUp = System.nanoTime() - born > GROWN_UP.toNanos();
                backOff = grownUp ? SHORTEST : backOff;
                notices.accept("%s (pid %d) ended; starting it again in %d s. Its log: %s"
                        .formatted(member.name(), member.process().pid(), backOff.toSeconds(), member.log()));
                if (stopping.await(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                backOff = doubled(backOff);
                restart(member);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(Member member) throws InterruptedException {
        try {
            member.start();
            notices.accept(
                    member.name() + " serves again (pid " + member.process().pid() + ")");
        } catch (StartFailedException e) {
            if (stopping.getCount() > 0) {
                notices.accept(e.getMessage());
                member.stop(Duration.ofSeconds(5));
            }
        }
    }

    private static Duration doubled(Duration backOff) {
        Duration twice = backOff.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }
}
