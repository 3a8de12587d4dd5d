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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void callersWithoutCredentialsAreTheAdminWhereOnlyThisMachineReachesTheServices() {
        assertThat(processes.api().environment())
                .containsEntry("MODELYARD_FACADE_GTS_ANONYMOUS_AS", "sid")
                .containsEntry("MODELYARD_FACADE_GTS_ANONYMOUS_KEY", "key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
    void callersWithoutCredentialsAreNobodyWhereOthersReachTheServices(String host) {
        StackSettings open = new StackSettings(
                root, new DataFolder(root), host, new PortPlan(9000, 2), StackSettings.StartCaches.USE);
        Secrets secrets = new Secrets("sid", "key", "system", "pepper", "password", Optional.of("webhooks"));

        assertThat(new JavaProcesses(open, secrets).api().environment())
                .doesNotContainKeys("MODELYARD_FACADE_GTS_ANONYMOUS_AS", "MODELYARD_FACADE_GTS_ANONYMOUS_KEY");
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
