package dev.modelyard.standalone.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which port each process gets, counted from one base. */
public record PortPlan(int base, int workers) {
    private static final int FIRST_WORKER = 6;
    private static final int HIGHEST = 65535;

    public PortPlan {
        if (base < 1 || base + FIRST_WORKER + workers - 1 > HIGHEST) {
            throw new IllegalArgumentException("--port must leave room for " + (FIRST_WORKER + workers)
                    + " ports below " + HIGHEST + ", and is " + base);
        }
    }

    public int api() {
        return base;
    }

    public int auth() {
        return base + 1;
    }

    public int inference() {
        return base + 2;
    }

    public int kafka() {
        return base + 3;
    }

    public int kafkaController() {
        return base + 4;
    }

    public int postgres() {
        return base + 5;
    }

    /**
     * @param number from 1
     */
    public int worker(int number) {
        return base + FIRST_WORKER + number - 1;
    }

    /** Every port of the plan by what it is for. */
    public Map<String, Integer> all() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("api", api());
        ports.put("auth", auth());
        ports.put("inference", inference());
        ports.put("kafka", kafka());
        ports.put("kafka controller", kafkaController());
        ports.put("postgres", postgres());
        for (int number = 1; number <= workers; number++) {
            ports.put("worker-" + number, worker(number));
        }
        return ports;
    }

    /** Those that somebody listens on already. */
    public Map<Integer, String> taken(String host) {
        Map<Integer, String> taken = new TreeMap<>();
        all().forEach((use, port) -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
            } catch (IOException e) {
                taken.put(port, use);
            }
        });
        return taken;
    }
}
