package dev.modelyard.standalone.stack;

import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.machine.PortPlan;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What is to run, and where.
 *
 * @param tree the root of a built source tree
 * @param host the address services listen on, a literal
 * @param startCaches whether processes start from the class data of an earlier run, or make it when they end
 * @param more settings of all services and workers, by their environment variables
 */
public record StackSettings(
        Path tree, DataFolder folder, String host, PortPlan ports, StartCaches startCaches, Map<String, String> more) {
    private static final String LOOPBACK = "127.0.0.1";

    public StackSettings {
        more = Map.copyOf(more);
    }

    public StackSettings(Path tree, DataFolder folder, String host, PortPlan ports, StartCaches startCaches) {
        this(tree, folder, host, ports, startCaches, Map.of());
    }

    /** The same with one more setting of all services and workers. */
    public StackSettings with(String variable, String value) {
        Map<String, String> both = new HashMap<>(more);
        both.put(variable, value);
        return new StackSettings(tree, folder, host, ports, startCaches, both);
    }

    /** What the JVM keeps of a start, so that later ones take less than half the time and memory pages are shared. */
    public enum StartCaches {
        /** Those that are there; the JVM passes over one that is not of this build. */
        USE,
        /** Make them anew; ending takes seconds longer. */
        MAKE
    }

    /** The address under which the processes of this machine reach the services. */
    public String localHost() {
        return switch (host) {
            case "0.0.0.0", "::" -> LOOPBACK;
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    /** Whether nobody but this machine's users reaches the services. */
    public boolean isLoopback() {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return host.equals("localhost");
        }
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
