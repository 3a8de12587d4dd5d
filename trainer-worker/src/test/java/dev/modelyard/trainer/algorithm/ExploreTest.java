package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreTest {
    @TempDir
    Path folder;

    @Test
    void explore() throws Exception {
        for (String set :
                new String[] {"text_sim_zh_bustm_fewshot", "text_sim_zh_lcqmc", "text_nli_zh_ocnli", "text_sim_en_sts"
                }) {
            Task task = set.contains("nli") ? Task.TEXT_INFERENCE : Task.TEXT_SIMILARITY;
            DatasetBuilder pairs = DatasetBuilder.readPairs(SharedData.set(set), task);
            double test = 0, val = 0;
            StringBuilder each = new StringBuilder();
            for (long seed = 1; seed <= 5; seed++) {
                Trained t = Trained.on(pairs, task, TrainingParameters.recipe(seed), folder);
                String m = set.contains("sts") ? "pearson" : "accuracy";
                test += t.metric("test_" + m) / 5;
                val += t.metric("val_" + m) / 5;
                each.append(String.format(
                        "%.4f/%d ", t.metric("test_" + m), t.summary().bestEpoch()));
            }
            System.out.printf("EXPLORE %s val %.4f test %.4f  %s%n", set, val, test, each);
        }
    }
}
