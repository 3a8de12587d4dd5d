package dev.modelyard.api.job;

import dev.modelyard.contracts.id.OwnerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The queued jobs of a lane as they stood at one time, with all that decides in which order they come. */
final class Standing {
    /** Queued jobs by priority, then owner: their order of submission, ascending. */
    private final NavigableMap<Integer, Map<OwnerId, Line>> lines;

    /** Owners that may have no more running. */
    private final Set<OwnerId> held;

    private final int size;

    private Standing(NavigableMap<Integer, Map<OwnerId, Line>> lines, Set<OwnerId> held) {
        this.lines = lines;
        this.held = held;
        this.size = lines.values().stream()
                .flatMap(owners -> owners.values().stream())
                .mapToInt(line -> line.seqs().length)
                .sum();
    }

    /** How many jobs are queued. */
    int size() {
        return size;
    }

    /**
     * The place of a job, from 1: after those of higher priority, those of its owner before it, and of every other owner as many as
     * get a turn before this one's. Jobs of other owners that are held come before none; if its own owner is, all jobs of those that are
     * not come before it. A job that was submitted since then comes after all of its owner's.
     */
    long position(Job job) {
        long before = size(lines.headMap(job.priority()), owner -> owner.equals(job.owner()) || !held.contains(owner));
        Map<OwnerId, Line> peers = lines.getOrDefault(job.priority(), Map.of());
        Line own = peers.getOrDefault(job.owner(), new Line(0, 0, new long[0]));
        long mine = own.before(job.seq());
        before += mine;
        if (held.contains(job.owner())) {
            return 1 + before + size(lines.tailMap(job.priority(), true), owner -> !held.contains(owner));
        }
        for (Map.Entry<OwnerId, Line> other : peers.entrySet()) {
            if (!other.getKey().equals(job.owner()) && !held.contains(other.getKey())) {
                before += other.getValue().turnsBefore(own, mine, job.seq());
            }
        }
        return before + 1;
    }

    private static long size(Map<Integer, Map<OwnerId, Line>> some, Predicate<OwnerId> of) {
        return some.values().stream()
                .flatMap(owners -> owners.entrySet().stream())
                .filter(entry -> of.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }

    /**
     * The queued jobs of one owner and priority.
     *
     * @param rounds turns that each owner with the fewest jobs handed out gets before this one's next
     * @param turn the dispatch number of the owner's last turn
     */
    private record Line(int rounds, long turn, long[] seqs) {
        long size() {
            return seqs.length;
        }

        long before(long seq) {
            int at = Arrays.binarySearch(seqs, seq);
            return at >= 0 ? at : -at - 1;
        }

        /** How many of these are handed out before that owner's job with so many of its own before it. */
        long turnsBefore(Line theirs, long theirsBefore, long seq) {
            long theirFirst = theirs.seqs.length > 0 ? theirs.seqs[0] : seq;
            boolean first = rounds != theirs.rounds
                    ? rounds > theirs.rounds // who waits for others to catch up has the older turn then
                    : turn != theirs.turn ? turn < theirs.turn : seqs[0] < theirFirst;
            return Math.clamp(theirsBefore + theirs.rounds - rounds + (first ? 1 : 0), 0, size());
        }
    }

    /** Takes the queued jobs in the order of priority, owner and submission. */
    static final class Builder {
        private final Map<OwnerId, Integer> active;
        private final Map<OwnerId, Long> turns;
        private final Set<OwnerId> held;
        private final Map<Integer, Map<OwnerId, List<Long>>> queued = new HashMap<>();

        /**
         * @param active jobs handed out, by owner
         * @param turns the dispatch number of each owner's last turn
         * @param held owners that may have no more running
         */
        Builder(Map<OwnerId, Integer> active, Map<OwnerId, Long> turns, Set<OwnerId> held) {
            this.active = active;
            this.turns = turns;
            this.held = held;
        }

        void add(OwnerId owner, int priority, long seq) {
            queued.computeIfAbsent(priority, _ -> new HashMap<>())
                    .computeIfAbsent(owner, _ -> new ArrayList<>())
                    .add(seq);
        }

        Standing build() {
            NavigableMap<Integer, Map<OwnerId, Line>> lines = new TreeMap<>(Comparator.reverseOrder());
            queued.forEach((priority, owners) -> {
                int fewest = owners.keySet().stream()
                        .filter(owner -> !held.contains(owner))
                        .mapToInt(this::active)
                        .min()
                        .orElse(0);
                Map<OwnerId, Line> line = new HashMap<>();
                owners.forEach((owner, seqs) -> line.put(
                        owner,
                        new Line(
                                Math.max(active(owner) - fewest - 1, 0),
                                turns.getOrDefault(owner, 0L),
                                seqs.stream().mapToLong(Long::longValue).toArray())));
                lines.put(priority, line);
            });
            return new Standing(lines, held);
        }

        private int active(OwnerId owner) {
            return active.getOrDefault(owner, 0);
        }
    }
}
