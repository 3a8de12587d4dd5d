package dev.modelyard.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    private Path folder;

    private final Queue<Long> spawned = new ConcurrentLinkedQueue<>();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();

    @Test
    void startsAMemberAgainThatWasKilledAndLeavesItEndedOnceReleased() throws Exception {
        try (ServerSocket serves = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Child child = child(List.of("sleep", "600"), serves.getLocalPort());
            Supervisor supervisor = new Supervisor(notices::add);
            child.start();
            supervisor.watch(List.of(child));
            long first = child.process().pid();

            child.process().destroyForcibly();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> spawned.size() == 2 && child.process().isAlive());
            assertThat(child.process().pid()).isNotEqualTo(first);
            assertThat(notices).anyMatch(notice -> notice.contains("starting it again"));

            supervisor.release();
            child.stop(Duration.ofSeconds(10));

            assertThat(child.process().isAlive()).isFalse();
            assertThat(spawned).hasSize(2);
        }
    }

    @Test
    void aMemberThatEndsBeforeItServesIsReportedWithTheEndOfItsLog() {
        Child child = child(List.of("sh", "-c", "echo the disk is on fire; exit 7"), 1);

        assertThatThrownBy(child::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("ended with code 7")
                .hasMessageContaining("the disk is on fire");
    }

    @Test
    void putsALogThatGrewTooLargeAsideAndEmptiesItInPlace() throws Exception {
        Path large = Files.writeString(folder.resolve("large.log"), "x".repeat(100));
        Path small = Files.writeString(folder.resolve("small.log"), "y");

        new LogRotation(folder, 50).run();

        assertThat(large).isEmptyFile();
        assertThat(folder.resolve("large.log.1")).hasContent("x".repeat(100));
        assertThat(small).hasContent("y");
    }

    private Child child(List<String> command, int port) {
        ChildSpec spec = new ChildSpec(
                "sleeper",
                command,
                command.getLast(),
                Map.of(),
                folder.resolve("sleeper.log"),
                new Readiness.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        return new Child(spec, (_, process) -> spawned.add(process.pid()));
    }
}
