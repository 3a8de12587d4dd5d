package dev.modelyard.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.Secrets;
import dev.modelyard.standalone.machine.PortPlan;
import dev.modelyard.standalone.process.ChildSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessesTest {
    @TempDir
    private Path root;

    private JavaProcesses processes;

    @BeforeEach
    void plan() {
        StackSettings settings = new StackSettings(
                root, new DataFolder(root), "127.0.0.1", new PortPlan(9000, 2), StackSettings.StartCaches.USE);
        Secrets secrets = new Secrets("sid", "key", "system", "pepper", "password", Optional.of("webhooks"));
        processes = new JavaProcesses(settings, secrets);
    }

    @Test
    void furtherSettingsReachServicesAndWorkers() {
        StackSettings more = new StackSettings(
                        root, new DataFolder(root), "127.0.0.1", new PortPlan(9000, 2), StackSettings.StartCaches.USE)
                .with("MODELYARD_RESIDENCY_MEMORY", "64M");
        Secrets secrets = new Secrets("sid", "key", "system", "pepper", "password", Optional.of("webhooks"));

        JavaProcesses limited = new JavaProcesses(more, secrets);

        assertThat(List.of(limited.inference(), limited.worker(1)))
                .allSatisfy(spec -> assertThat(spec.environment()).containsEntry("MODELYARD_RESIDENCY_MEMORY", "64M"));
    }

    @Test
    void everyProcessHasAFolderOfItsOwn() {
        List<String> folders = List.of(
                        processes.auth(),
                        processes.api(),
                        processes.inference(),
                        processes.worker(1),
                        processes.worker(2))
                .stream()
                .map(spec -> spec.environment().get("MODELYARD_DATA"))
                .toList();

        assertThat(folders).doesNotContainNull().doesNotHaveDuplicates();
    }

    /** A system property comes before the variable of the same setting. */
    @Test
    void noSettingOfTheEnvironmentIsHiddenByTheCommandLine() {
        for (ChildSpec spec : List.of(processes.auth(), processes.api(), processes.inference(), processes.worker(1))) {
            List<String> onTheCommandLine = spec.command().stream()
                    .filter(argument -> argument.startsWith("-D"))
                    .map(argument -> argument.substring(2).split("=", 2)[0])
                    .map(property -> property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                    .toList();

            assertThat(onTheCommandLine)
                    .as(spec.name())
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(spec.environment().keySet());
        }
    }
}
