package dev.modelyard.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.wire.Json;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private static final Recipe RECIPE = new Recipe(
            new Optimizer.Sgd(0),
            20,
            0.02,
            0,
            new Schedule(ScheduleKind.LINEAR, 0, 0.05),
            32,
            1,
            30,
            30,
            0,
            Selection.LAST,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Precision.FP32);

    @Test
    void isItselfWithoutParameters() {
        assertThat(RECIPE.with(TrainingParameters.recipe(1))).isEqualTo(RECIPE);
        assertThat(RECIPE.allowsSparseGradients()).isTrue();
    }

    @Test
    void takesWhatTheCallerSets() {
        Recipe changed = RECIPE.with(parameters("""
                {"seed": 1, "max_epochs": 5, "batch_size": 7, "learning_rate": 0.5, "schedule": "cosine", "warmup": 0.1,
                 "weight_decay": 0.2, "gradient_clip": 3, "accumulation": 2, "precision": "bf16"}"""));

        assertThat(changed)
                .isEqualTo(new Recipe(
                        new Optimizer.Sgd(0),
                        0.5,
                        0.02,
                        0.2,
                        new Schedule(ScheduleKind.COSINE, 0.1, 0.05),
                        7,
                        2,
                        5,
                        5,
                        0,
                        Selection.LAST,
                        OptionalDouble.of(3),
                        OptionalDouble.empty(),
                        Precision.BF16));
        assertThat(changed.allowsSparseGradients()).isFalse();
    }

    /** What is frozen stays so, and layers keep their shares, whichever optimiser the caller takes. */
    @Test
    void anOptimizerForAllKeepsTheSharesOfThoseThatLearntByTheRecipes() {
        Optimizer sgd = new Optimizer.Sgd(0);
        Recipe grouped = new Recipe(
                sgd,
                20,
                1,
                0,
                new Schedule(ScheduleKind.LINEAR, 0, 0),
                32,
                1,
                1,
                3,
                0,
                Selection.LAST,
                OptionalDouble.empty(),
                List.of(
                        new ParameterGroup("head.", sgd, 10),
                        new ParameterGroup("frozen.", sgd, 0),
                        new ParameterGroup("bag.", Optimizer.ADAMW, 5)),
                OptionalDouble.empty(),
                Precision.FP32);

        assertThat(grouped.with(parameters("{\"seed\": 1, \"optimizer\": \"adamw\"}"))
                        .groups())
                .containsExactly(
                        new ParameterGroup("head.", Optimizer.ADAMW, 10),
                        new ParameterGroup("frozen.", Optimizer.ADAMW, 0));
        assertThat(grouped.with(TrainingParameters.recipe(1)).groups()).isEqualTo(grouped.groups());
    }

    @Test
    void choosesTheBestEpochOnceThereIsAPatience() {
        Recipe changed = RECIPE.with(parameters("{\"seed\": 1, \"patience\": 4, \"min_epochs\": 50}"));

        assertThat(changed.selection()).isEqualTo(Selection.BEST);
        assertThat(changed.patience()).isEqualTo(4);
        assertThat(changed.minEpochs()).isEqualTo(50);
        assertThat(changed.maxEpochs()).isEqualTo(50);
    }

    @Test
    void takesALearningRateThatSuitsAnotherOptimizer() {
        Recipe changed = RECIPE.with(parameters("{\"seed\": 1, \"optimizer\": \"adamw\"}"));

        assertThat(changed.optimizer()).isEqualTo(Optimizer.ADAMW);
        assertThat(changed.learningRate()).isEqualTo(1e-3);
        assertThat(changed.biasRate()).isEqualTo(1);
    }

    private static TrainingParameters parameters(String json) {
        return Json.read(json, TrainingParameters.class);
    }
}
