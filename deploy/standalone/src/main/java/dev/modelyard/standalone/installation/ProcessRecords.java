package dev.modelyard.standalone.installation;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.standalone.machine.ProcessIdentity;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** The processes of an installation, on disk from the moment they exist, so that a later launcher recognises them. */
public final class ProcessRecords {
    /** Their file. */
    record Content(Map<String, ProcessIdentity> processes) {}

    private final DataFolder folder;
    private final Map<String, ProcessIdentity> processes;

    public ProcessRecords(DataFolder folder) {
        this.folder = folder;
        this.processes = new LinkedHashMap<>(
                Files.exists(folder.processesFile())
                        ? Json.read(PrivateFile.read(folder.processesFile()), Content.class)
                                .processes()
                        : Map.of());
    }

    public synchronized void put(String name, ProcessIdentity process) {
        processes.put(name, process);
        write();
    }

    public synchronized void remove(String name) {
        processes.remove(name);
        write();
    }

    /** Those that still run; a process id that another program has by now does not count. */
    public synchronized Map<String, ProcessIdentity> alive() {
        Map<String, ProcessIdentity> alive = new LinkedHashMap<>(processes);
        alive.values().removeIf(process -> !process.isAlive());
        return alive;
    }

    /** Process ids by name. */
    public synchronized Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        processes.forEach((name, process) -> pids.put(name, process.pid()));
        return pids;
    }

    private void write() {
        PrivateFile.write(folder.processesFile(), Json.write(new Content(processes)));
    }
}
