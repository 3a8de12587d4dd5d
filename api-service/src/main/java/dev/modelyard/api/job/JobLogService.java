package dev.modelyard.api.job;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of a job: the chunks that its runs left in the store, run after run. */
@ApplicationScoped
public class JobLogService {
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final JobService jobs;
    private final RunStore runs;
    private final ArtifactStore store;

    JobLogService(JobService jobs, RunStore runs, ArtifactStore store) {
        this.jobs = jobs;
        this.runs = runs;
        this.store = store;
    }

    /** The runs whose chunks make up the log, oldest first. */
    @Transactional
    public List<RunId> runs(Caller caller, JobId id) {
        return runs.of(jobs.get(caller, id).id());
    }

    /**
     * The log of these runs from that byte on; empty past its end.
     *
     * @throws ProblemException {@code storage_unavailable}
     */
    public InputStream open(List<RunId> ofRuns, long offset) {
        try {
            List<Chunk> chunks = new ArrayList<>();
            long skip = offset;
            for (RunId run : ofRuns) {
                for (String key : store.list(StoreLayout.log(run))) {
                    long size = store.size(key).orElse(0L);
                    if (skip < size) {
                        chunks.add(new Chunk(key, skip));
                    }
                    skip = Math.max(0, skip - size);
                }
            }
            return new ChunkStream(store, chunks);
        } catch (IOException e) {
            throw new ProblemException(
                    Failure.of(
                                    ErrorCode.STORAGE_UNAVAILABLE,
                                    "The artifact store does not answer; try again in a moment.")
                            .retryAfter(COME_BACK),
                    e);
        }
    }

    /**
     * A chunk of a run's log; empty while it is not written.
     *
     * @param number from 0
     * @throws IOException if the store does not answer
     */
    public Optional<InputStream> chunk(RunId run, int number) throws IOException {
        String key = StoreLayout.logChunk(run, number);
        return store.size(key).isEmpty() ? Optional.empty() : Optional.of(store.open(key, 0));
    }

    /** An object of the store, from a byte on. */
    record Chunk(String key, long from) {}
}
