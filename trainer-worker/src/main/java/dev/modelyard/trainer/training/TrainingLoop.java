package dev.modelyard.trainer.training;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trains: epochs of steps, a score after each, an early stop, the best and the last weights. Runs on the calling platform
 * thread; examples are prepared on threads of their own.
 */
public final class TrainingLoop {
    private final TrainingPlan plan;
    private final RunContext context;
    private final TrainingSession session;
    private final ExecutorService preparation;
    private final int ahead;
    private final Evaluator evaluator;
    private final Pace pace;
    private final List<EpochMetrics> history = new ArrayList<>();
    private Optional<TrainingState.Best> best = Optional.empty();

    private TrainingLoop(
            TrainingPlan plan, RunContext context, TrainingSession session, ExecutorService preparation, int ahead) {
        this.plan = plan;
        this.context = context;
        this.session = session;
        this.preparation = preparation;
        this.ahead = ahead;
        this.evaluator = new Evaluator(session.manager(), preparation, ahead, context::checkInterruption);
        this.pace = new Pace(plan.steps());
    }

    /**
     * Trains to the end.
     *
     * @throws JobFailedException if the loss diverges ({@code UNTRAINABLE}) or memory does not suffice
     * @throws dev.modelyard.trainer.run.InterruptedRunException if the run must end; within a step
     */
    public static TrainingOutcome run(TrainingPlan plan, RenderOptions options, RunContext context) {
        int threads = Math.max(1, context.threads() / 2);
        ExecutorService preparation = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("preparation-", 0).daemon().factory());
        try {
            return NativeFailures.translating(plan.recipe().batchSize(), () -> {
                try (TrainingSession session = new TrainingSession(plan, options)) {
                    return new TrainingLoop(plan, context, session, preparation, 2 + 2 * threads).run();
                }
            });
        } finally {
            preparation.shutdownNow();
        }
    }

    private TrainingOutcome run() {
        Recipe recipe = plan.recipe();
        int epoch = 0;
        while (epoch < recipe.maxEpochs() && !stopsEarly(epoch)) {
            epoch++;
            double loss = train(epoch);
            finish(epoch, loss);
        }
        if (epoch < recipe.maxEpochs()) {
            context.log(
                    "stopped early after epoch %d: no better score in %d epochs".formatted(epoch, recipe.patience()));
        }
        return outcome(epoch);
    }

    private boolean stopsEarly(int epoch) {
        Recipe recipe = plan.recipe();
        return plan.selects()
                && recipe.patience() > 0
                && epoch >= recipe.minEpochs()
                && best.map(found -> epoch - found.epoch() >= recipe.patience()).orElse(false);
    }

    private double train(int epoch) {
        Recipe recipe = plan.recipe();
        List<int[]> order = EpochOrder.shuffled(plan.train().size(), recipe.batchSize(), plan.seed(), epoch);
        Variation variation = new Variation(plan.seed(), epoch);
        double sum = 0;
        int steps = 0;
        try (BatchStream batches =
                new BatchStream(order, indexes -> plan.train().batch(indexes, variation), preparation, ahead)) {
            while (batches.hasNext()) {
                context.checkInterruption();
                sum += step(batches, epoch);
                steps++;
            }
        }
        return sum / steps;
    }

    private double step(BatchStream batches, int epoch) {
        List<Batch> group = new ArrayList<>();
        int examples = 0;
        while (group.size() < plan.recipe().accumulation() && batches.hasNext()) {
            Batch batch = batches.next();
            group.add(batch);
            examples += batch.size();
        }
        long step = session.steps();
        double loss = session.step(group, learningRate(step), Seeds.of(plan.seed(), epoch, step));
        if (!Double.isFinite(loss)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE,
                    "the loss is no longer a number in epoch %d, step %d; a smaller learning_rate than %s may help"
                            .formatted(epoch, step + 1, plan.recipe().learningRate()));
        }
        pace.stepped(examples);
        context.report(pace.progress(step + 1, epoch, plan.recipe().maxEpochs()));
        return loss;
    }

    private double learningRate(long step) {
        return plan.recipe().learningRate() * plan.recipe().schedule().factor(step, plan.steps());
    }

    private void finish(int epoch, double trainLoss) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train_loss", trainLoss);
        values.put("learning_rate", learningRate(session.steps() - 1));
        plan.validation().ifPresent(validation -> {
            Scores scores = score(validation);
            values.putAll(scores.named("val_"));
            if (plan.selects()
                    && best.map(found -> scores.merit() > found.scores().merit())
                            .orElse(true)) {
                best = Optional.of(
                        new TrainingState.Best(epoch, scores, session.scored().weights()));
            }
        });
        values.put("seconds", pace.seconds());
        values.values().removeIf(value -> !Double.isFinite(value));
        EpochMetrics metrics = new EpochMetrics(epoch, session.steps(), values);
        history.add(metrics);
        context.epochEnded(metrics);
        context.log(EpochLine.of(metrics, values, plan.recipe().maxEpochs()));
    }

    private Scores score(Examples examples) {
        return evaluator.score(
                session.scored(), session.answer(), examples, plan.scoring().get());
    }

    private TrainingOutcome outcome(int epochs) {
        double seconds = pace.seconds();
        Weights last = session.scored().weights();
        int keptEpoch = best.map(TrainingState.Best::epoch).orElse(epochs);
        Weights kept = best.map(TrainingState.Best::weights).orElse(last);
        if (keptEpoch != epochs) {
            session.scored().load(kept);
        }
        context.log("kept the weights of epoch %d".formatted(keptEpoch));
        if (plan.test().isPresent()) {
            context.report(pace.after("testing", session.steps(), epochs, seconds));
        }
        TrainingOutcome outcome = new TrainingOutcome(
                kept,
                keptEpoch,
                keptEpoch == epochs ? Optional.empty() : Optional.of(last),
                epochs,
                plan.validation().map(this::score),
                plan.test().map(this::score),
                history,
                seconds);
        context.report(pace.after("saving", session.steps(), epochs, seconds));
        return outcome;
    }
}
