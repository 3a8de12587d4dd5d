package dev.modelyard.standalone.stack;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.machine.PortPlan;
import java.nio.file.Path;

/**
 * What is to run, and where.
 *
 * @param tree the root of a built source tree
 * @param host the address services listen on, a literal
 */
public record StackSettings(Path tree, DataFolder folder, String host, PortPlan ports) {
    private static final String LOOPBACK = "127.0.0.1";

    /** The address under which the processes of this machine reach the services. */
    public String localHost() {
        return switch (host) {
            case "0.0.0.0", "::" -> LOOPBACK;
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    public String httpAddress(int port) {
        return "http://" + localHost() + ":" + port;
    }

    public String kafkaAddress() {
        return LOOPBACK + ":" + ports.kafka();
    }

    public String jdbcAddress() {
        return "jdbc:postgresql://" + LOOPBACK + ":" + ports.postgres() + "/" + Stack.DATABASE;
    }
}
