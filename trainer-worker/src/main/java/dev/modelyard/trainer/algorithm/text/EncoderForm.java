package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.preprocessing.EncoderTokens;
import dev.modelyard.modellibrary.preprocessing.OptionTokens;
import dev.modelyard.modellibrary.preprocessing.OptionTokensPreparer;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.pretrained.EncoderConfig;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.pretrained.InvalidBackboneException;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What a pretrained encoder reads for a task, and the network that does; the preparer is native and must be closed. */
record EncoderForm(Preprocessing preprocessing, Network network, Preparer preparer) implements AutoCloseable {
    /** No sequence is cut for being longer than this, unless the encoder has no places for it. */
    private static final int MOST_TOKENS = 512;

    /** The text alone; each class has its own row in the last layer. */
    static EncoderForm plain(JobSpec.Train job, EncoderConfig config, Goal goal, byte[] tokenizer) throws IOException {
        EncoderTokens tokens = new EncoderTokens(pairs(job), Math.min(mostTokens(job), config.longest()));
        return new EncoderForm(tokens, EncoderNetwork.build(config, goal.target()), tokens.preparer(tokenizer));
    }

    /**
     * The text beside the labels, which count by what they say.
     *
     * @throws JobFailedException if there are no labels, or they leave too little room for a text
     * @throws InvalidBackboneException if the tokenizer has no marks for it
     */
    static EncoderForm choosing(
            JobSpec.Train job, EncoderConfig config, List<String> labels, byte[] tokenizer, RunContext context)
            throws IOException {
        if (labels.isEmpty()) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE,
                    "few_shot.label_matching is for labels, and the pairs of this dataset are graded");
        }
        OptionTokens tokens =
                new OptionTokens(pairs(job), mostTokens(job), config.offset(), config.positions(), labels);
        OptionTokensPreparer preparer = preparer(tokens, tokenizer);
        for (List<String> alike : preparer.alike()) {
            context.log("the encoder cannot tell these labels apart, as they are the same tokens: "
                    + String.join(", ", alike));
        }
        return new EncoderForm(tokens, EncoderNetwork.choosing(config), preparer);
    }

    private static OptionTokensPreparer preparer(OptionTokens tokens, byte[] tokenizer) throws IOException {
        try {
            return tokens.preparer(tokenizer);
        } catch (InvalidSampleException e) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "few_shot.label_matching does not fit: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidBackboneException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The examples as they are trained on: to choose among the labels that examples have. One that is never right would be learnt as such,
     * by its words, and not be answered afterwards either.
     */
    LabelledTexts<? extends Sample> training(LabelledTexts<? extends Sample> texts) {
        if (!(preprocessing instanceof OptionTokens tokens)) {
            return texts;
        }
        int[] labels = texts.truths().labels();
        int[] present = Arrays.stream(labels).distinct().sorted().toArray();
        if (present.length == tokens.options().size()) {
            return texts;
        }
        List<String> options =
                Arrays.stream(present).mapToObj(tokens.options()::get).toList();
        int[] positions = Arrays.stream(labels)
                .map(label -> Arrays.binarySearch(present, label))
                .toArray();
        return new LabelledTexts<>(
                texts.samples().stream()
                        .map(sample -> new ChoiceSample(sample, options))
                        .toList(),
                new Goal.Truths(positions, texts.truths().values()));
    }

    private static boolean pairs(JobSpec.Train job) {
        return job.task() != Task.TEXT_CLASSIFICATION;
    }

    private static int mostTokens(JobSpec.Train job) {
        return job.parameters().maxTokens().orElse(MOST_TOKENS);
    }

    @Override
    public void close() {
        preparer.close();
    }
}
