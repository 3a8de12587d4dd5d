package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.checkpoint.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Where a training is: all of its state but the session's tensors. */
final class Position {
    private static final String BEST = "best.safetensors";

    private final TrainingPlan plan;
    private final List<EpochMetrics> history = new ArrayList<>();
    private int epoch;
    private int batches;
    private double lossSum;
    private Optional<Best> best = Optional.empty();

    /** The epoch with the best score, and its weights. */
    record Best(int epoch, Scores scores, Weights weights) {}

    Position(TrainingPlan plan) {
        this.plan = plan;
    }

    /** Epochs done and scored. */
    int epoch() {
        return epoch;
    }

    /** Batches done of the epoch after those. */
    int batches() {
        return batches;
    }

    Optional<Best> best() {
        return best;
    }

    List<EpochMetrics> history() {
        return history;
    }

    /** Over the steps of the epoch at hand. */
    double meanLoss() {
        return lossSum / Math.ceilDiv(batches, plan.recipe().accumulation());
    }

    boolean isBest(Scores scores) {
        return best.map(found -> scores.merit() > found.scores().merit()).orElse(true);
    }

    void stepped(int done, double loss) {
        batches += done;
        lossSum += loss;
    }

    void best(int of, Scores scores, Weights weights) {
        best = Optional.of(new Best(of, scores, weights));
    }

    /** The epoch at hand is scored. */
    void finished(EpochMetrics metrics) {
        history.add(metrics);
        epoch++;
        batches = 0;
        lossSum = 0;
    }

    /** What is kept of it, but the weights of the best epoch. */
    TrainingState state(long step, double seconds) {
        return new TrainingState(
                plan.fingerprint(),
                epoch,
                batches,
                step,
                lossSum,
                best.map(found -> new TrainingState.Best(
                        found.epoch(),
                        found.scores().merit(),
                        found.scores().values().entrySet().stream()
                                .map(score -> new TrainingState.Score(score.getKey(), score.getValue()))
                                .toList())),
                history,
                seconds);
    }

    /** Keeps the weights of the best epoch, if there is one. */
    void writeBest(Path folder) throws IOException {
        if (best.isPresent()) {
            Safetensors.write(best.get().weights(), folder.resolve(BEST));
        }
    }

    /** Goes on from there. */
    void restore(Checkpoints.Kept kept) throws IOException {
        TrainingState state = kept.state();
        epoch = state.epoch();
        batches = state.batches();
        lossSum = state.lossSum();
        history.addAll(state.history());
        if (state.best().isPresent()) {
            TrainingState.Best found = state.best().get();
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            found.values().forEach(score -> values.put(score.name(), score.value()));
            Weights weights = Safetensors.read(kept.folder().resolve(BEST));
            best = Optional.of(new Best(found.epoch(), new Scores(values, found.merit()), weights));
        }
    }
}
