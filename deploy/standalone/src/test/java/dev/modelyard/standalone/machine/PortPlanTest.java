package dev.modelyard.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    @Test
    void countsFromTheApiUpwards() {
        PortPlan plan = new PortPlan(8080, 2);

        assertThat(plan.all().values()).containsExactly(8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087);
        assertThat(plan.worker(2)).isEqualTo(8087);
    }

    @Test
    void tellsWhichPortIsTakenAndForWhatItIsNeeded() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PortPlan plan = new PortPlan(socket.getLocalPort() - 1, 0);

            assertThat(plan.taken("127.0.0.1")).containsEntry(socket.getLocalPort(), "auth");
        }
    }

    @Test
    void refusesABaseThatLeavesNoRoom() {
        assertThatThrownBy(() -> new PortPlan(65535, 1)).hasMessageContaining("--port");
        assertThatThrownBy(() -> new PortPlan(0, 1)).hasMessageContaining("--port");
    }
}
