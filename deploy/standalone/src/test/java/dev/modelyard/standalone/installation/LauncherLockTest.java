package dev.modelyard.standalone.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherLockTest {
    /** Holds the lock of the folder it is given until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            LauncherLock lock =
                    LauncherLock.acquire(new DataFolder(Path.of(arguments[0]))).orElseThrow();
            System.out.println("held");
            int ended = System.in.read();
            lock.close();
            System.exit(ended);
        }
    }

    @TempDir
    private Path temporary;

    @Test
    void namesTheLauncherThatHoldsItAndIsFreeAgainWhenThatWasKilled() throws Exception {
        DataFolder folder = new DataFolder(temporary);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temporary.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader words = holder.inputReader()) {
            assertThat(words.readLine()).isEqualTo("held");
            assertThat(LauncherLock.holder(folder)).hasValue(holder.pid());
            assertThat(LauncherLock.acquire(folder)).isEmpty();

            holder.destroyForcibly().waitFor();

            assertThat(LauncherLock.holder(folder)).isEmpty();
            assertThat(LauncherLock.acquire(folder)).isPresent();
        }
    }
}
