package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.networks.pretrained.EncoderConfig;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.trainer.training.Optimizer;
import dev.modelyard.trainer.training.ParameterGroup;
import dev.modelyard.trainer.training.Recipe;
import dev.modelyard.trainer.training.Schedule;
import dev.modelyard.trainer.training.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How pretrained encoders are fine-tuned: slowly, after a warm-up, and the slower the nearer a layer is to the words (Howard and Ruder
 * 2018), while the new layer learns faster; more rounds for few examples (Mosbach et al. 2021).
 */
final class EncoderRecipe {
    private static final double LEARNING_RATE = 3e-5;
    private static final double RATE_OF_HEAD = 10;
    private static final double RATE_FROM_LAYER_TO_LAYER = 0.9;
    private static final double WEIGHT_DECAY = 0.01;
    private static final double WARMUP = 0.1;
    private static final double CLIP = 1;
    private static final int BATCH = 16;
    private static final int STEPS = 2500;
    private static final int FEWEST_EPOCHS = 3;
    private static final int MOST_EPOCHS = 20;
    private static final int PATIENCE = 5;

    private EncoderRecipe() {}

    /** @param frozen how many layers stay as they are, and the table of words with them; 0: everything learns */
    static Recipe of(EncoderConfig config, int examples, int frozen) {
        int epochs = Math.clamp(STEPS / Math.ceilDiv(examples, BATCH), FEWEST_EPOCHS, MOST_EPOCHS);
        return new Recipe(
                Optimizer.ADAMW,
                LEARNING_RATE,
                1,
                WEIGHT_DECAY,
                new Schedule(ScheduleKind.LINEAR, WARMUP, 0),
                BATCH,
                1,
                1,
                epochs,
                PATIENCE,
                Selection.BEST,
                OptionalDouble.of(CLIP),
                groups(config.layers(), frozen),
                OptionalDouble.empty(),
                Precision.AUTO);
    }

    private static List<ParameterGroup> groups(int layers, int frozen) {
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(new ParameterGroup(EncoderNetwork.HEAD + ".", Optimizer.ADAMW, RATE_OF_HEAD));
        for (int layer = 0; layer < layers; layer++) {
            double rate = layer < frozen ? 0 : Math.pow(RATE_FROM_LAYER_TO_LAYER, layers - layer);
            groups.add(new ParameterGroup(EncoderNetwork.layer(layer) + ".", Optimizer.ADAMW, rate));
        }
        groups.add(new ParameterGroup(
                "embeddings.", Optimizer.ADAMW, frozen > 0 ? 0 : Math.pow(RATE_FROM_LAYER_TO_LAYER, layers + 1)));
        return groups;
    }
}
