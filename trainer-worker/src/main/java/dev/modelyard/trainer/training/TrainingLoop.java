package dev.modelyard.trainer.training;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trains: epochs of steps, a score after each, an early stop, the best and the last weights. Runs on the calling platform
 * thread; examples are prepared on threads of their own. Its state is kept now and then and whenever it is interrupted, and a
 * training that goes on from a state ends exactly as one that was never interrupted.
 */
public final class TrainingLoop {
    private static final int FEWEST_TO_CALIBRATE = 100;

    private final TrainingPlan plan;
    private final RunContext context;
    private final TrainingSession session;
    private final Checkpoints checkpoints;
    private final ExecutorService preparation;
    private final int ahead;
    private final Evaluator evaluator;
    private final Pace pace;
    private final Position position;

    private TrainingLoop(
            TrainingPlan plan,
            RunContext context,
            TrainingSession session,
            Checkpoints checkpoints,
            ExecutorService preparation,
            int ahead) {
        this.plan = plan;
        this.context = context;
        this.session = session;
        this.checkpoints = checkpoints;
        this.preparation = preparation;
        this.ahead = ahead;
        this.evaluator = new Evaluator(session.manager(), preparation, ahead, context::checkInterruption);
        this.pace = new Pace(plan.steps());
        this.position = new Position(plan);
    }

    /**
     * Trains to the end.
     *
     * @param resume where to go on; empty: from the beginning
     * @throws JobFailedException if the loss diverges ({@code UNTRAINABLE}) or memory does not suffice
     * @throws InterruptedRunException if the run must end; within a step, and with a checkpoint unless the run lost
     */
    public static TrainingOutcome run(
            TrainingPlan plan,
            RenderOptions options,
            RunContext context,
            Checkpoints checkpoints,
            Optional<Checkpoints.Kept> resume) {
        int threads = Math.max(1, context.threads() / 2);
        ExecutorService preparation = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("preparation-", 0).daemon().factory());
        try {
            return NativeFailures.translating(plan.recipe().batchSize(), () -> {
                try (TrainingSession session = new TrainingSession(plan, options)) {
                    TrainingLoop loop =
                            new TrainingLoop(plan, context, session, checkpoints, preparation, 2 + 2 * threads);
                    resume.ifPresent(loop::resume);
                    return loop.run();
                }
            });
        } finally {
            preparation.shutdownNow();
        }
    }

    private void resume(Checkpoints.Kept kept) {
        try {
            session.restore(kept.state().step(), kept.folder());
            position.restore(kept);
        } catch (IOException e) {
            throw new JobFailedException(
                    ErrorCode.STORAGE_UNAVAILABLE, "a checkpoint could not be read from the worker's own disk", e);
        }
        pace.resume(kept.state().seconds());
        context.log("goes on after epoch %d, step %d"
                .formatted(kept.state().epoch(), kept.state().step()));
    }

    private TrainingOutcome run() {
        try {
            while (position.epoch() < plan.recipe().maxEpochs() && !stopsEarly()) {
                train();
                finish();
            }
        } catch (InterruptedRunException e) {
            throw e.interruption() == Interruption.SUPERSEDED
                    ? e
                    : checkpoints
                            .keepNow(position.state(session.steps(), pace.seconds()), this::write)
                            .map(kept -> new InterruptedRunException(e, kept))
                            .orElse(e);
        }
        pace.finished();
        if (position.epoch() < plan.recipe().maxEpochs()) {
            context.log("stopped early after epoch %d: no better score in %d epochs"
                    .formatted(position.epoch(), plan.recipe().patience()));
        }
        TrainingOutcome outcome = outcome(position.epoch());
        context.report(pace.after("saving", session.steps(), position.epoch()));
        return outcome;
    }

    private boolean stopsEarly() {
        Recipe recipe = plan.recipe();
        int epoch = position.epoch();
        return plan.selects()
                && recipe.patience() > 0
                && epoch >= recipe.minEpochs()
                && position.best()
                        .map(found -> epoch - found.epoch() >= recipe.patience())
                        .orElse(false);
    }

    /** What is left of the epoch at hand. */
    private void train() {
        Recipe recipe = plan.recipe();
        int epoch = position.epoch() + 1;
        List<int[]> order = EpochOrder.shuffled(plan.train().size(), recipe.batchSize(), plan.seed(), epoch);
        List<int[]> left = order.subList(position.batches(), order.size());
        Variation variation = new Variation(plan.seed(), epoch);
        try (BatchStream batches =
                new BatchStream(left, indexes -> plan.train().batch(indexes, variation), preparation, ahead)) {
            while (batches.hasNext()) {
                context.checkInterruption();
                step(batches, epoch);
                keepIfDue(false);
            }
        }
    }

    private void step(BatchStream batches, int epoch) {
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
        position.stepped(group.size(), loss);
        pace.stepped(examples);
        context.report(pace.progress(step + 1, epoch, plan.recipe().maxEpochs()));
    }

    private double learningRate(long step) {
        return plan.recipe().learningRate() * plan.recipe().schedule().factor(step, plan.steps());
    }

    /** Scores the epoch whose steps are done. */
    private void finish() {
        int epoch = position.epoch() + 1;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train_loss", position.meanLoss());
        values.put("learning_rate", learningRate(session.steps() - 1));
        plan.validation().ifPresent(validation -> {
            Scores scores = score(validation);
            values.putAll(scores.named("val_"));
            if (plan.selects() && position.isBest(scores)) {
                position.best(epoch, scores, session.scored().weights());
            }
        });
        values.put("seconds", pace.seconds());
        values.values().removeIf(value -> !Double.isFinite(value));
        EpochMetrics metrics = new EpochMetrics(epoch, session.steps(), values);
        position.finished(metrics);
        context.epochEnded(metrics);
        context.log(EpochLine.of(metrics, values, plan.recipe().maxEpochs()));
        keepIfDue(true);
    }

    private void keepIfDue(boolean epochEnded) {
        if (checkpoints.isDue(epochEnded)) {
            checkpoints.keep(position.state(session.steps(), pace.seconds()), this::write);
        }
    }

    private void write(Path folder) throws IOException {
        session.write(folder);
        position.writeBest(folder);
    }

    /** What the kept weights' logits are to be divided by; too few examples would tell nothing. */
    private OptionalDouble temperature() {
        if (!Temperature.appliesTo(plan.network())
                || plan.validation().map(Examples::size).orElse(0) < FEWEST_TO_CALIBRATE) {
            return OptionalDouble.empty();
        }
        Scores scores = evaluator.score(
                session.scored(), session.answer(), plan.validation().orElseThrow(), new CalibrationScoring());
        return OptionalDouble.of(scores.values().getOrDefault(CalibrationScoring.TEMPERATURE, 1.0));
    }

    private Scores score(Examples examples) {
        return evaluator.score(
                session.scored(), session.answer(), examples, plan.scoring().get());
    }

    private TrainingOutcome outcome(int epochs) {
        double seconds = pace.seconds();
        if (plan.unlabelled().isPresent()) {
            checkpoints.ended(position.state(session.steps(), seconds), this::write);
        }
        Weights last = session.scored().weights();
        int keptEpoch = position.best().map(Position.Best::epoch).orElse(epochs);
        Weights kept = position.best().map(Position.Best::weights).orElse(last);
        if (keptEpoch != epochs) {
            session.scored().load(kept);
        }
        context.log("kept the weights of epoch %d".formatted(keptEpoch));
        if (plan.test().isPresent()) {
            context.report(pace.after("testing", session.steps(), epochs));
        }
        OptionalDouble temperature = temperature();
        Network network =
                temperature.isPresent() ? Temperature.apply(plan.network(), temperature.getAsDouble()) : plan.network();
        Optional<Mixture> mixture = new Neighbours(plan, session.manager(), evaluator, context).mixed(network, kept);
        return new TrainingOutcome(
                mixture.map(Mixture::network).orElse(network),
                mixture.map(Mixture::weights).orElse(kept),
                keptEpoch,
                keptEpoch == epochs ? Optional.empty() : Optional.of(last),
                epochs,
                mixture.flatMap(Mixture::validation).or(() -> plan.validation().map(this::score)),
                mixture.flatMap(Mixture::test).or(() -> plan.test().map(this::score)),
                position.history(),
                seconds,
                temperature,
                plan.unlabelled().map(this::guesses).orElse(List.of()));
    }

    private List<Guess> guesses(Examples unlabelled) {
        context.report(pace.after("labelling", session.steps(), position.epoch()));
        Guessing guessing = new Guessing();
        evaluator.score(session.scored(), session.answer(), unlabelled, guessing);
        return guessing.guesses();
    }
}
