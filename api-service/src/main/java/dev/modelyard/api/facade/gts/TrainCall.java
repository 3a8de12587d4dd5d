package dev.modelyard.api.facade.gts;

import java.util.Optional;

/** What {@code train} was called with; files by their names, empty for none. */
record TrainCall(
        String task,
        String train,
        String validation,
        String test,
        String labels,
        String unlabeled,
        Optional<Long> seed,
        Optional<Long> minEpochs,
        Optional<Long> maxEpochs,
        Optional<Long> gpu,
        Optional<Long> maxLength,
        String mode) {
    private static final int MOST_EPOCHS = 10_000;
    private static final long DEFAULT_SEED = 42;
    private static final int FEWEST_TOKENS = 8;
    private static final int MOST_TOKENS = 8192;
    private static final Optional<Integer> UNSAID = Optional.of(1);

    static TrainCall of(BodyFields body) {
        TrainCall call = new TrainCall(
                body.requiredText("task_id", "taskid"),
                body.text("train_data"),
                body.text("val_data"),
                body.text("test_data"),
                body.text("label_data"),
                body.text("unlabeled_data"),
                body.number("seed"),
                body.number("min_num_epoch"),
                body.number("max_num_epoch"),
                body.number("gpuid"),
                body.number("max_len"),
                body.text("train_mode"));
        body.check();
        return call;
    }

    /** Whether it wants texts without labels to be learnt from too. */
    boolean advanced() {
        return mode.equals("advanced");
    }

    /**
     * What it asks for beside data. The caller's most epochs bound the least, because the original's default for the one may be over the
     * other. One epoch at least and at most is what the SDK sends for who says nothing, and so is no wish: one round suits the original's
     * pretrained giant, and would teach a small network next to nothing.
     *
     * @throws GtsRefusalException if that cannot be
     */
    GtsTraining.TrainingOrder order() {
        if (!mode.isEmpty() && !mode.equals("fast") && !mode.equals("standard") && !advanced()) {
            throw new GtsRefusalException(GtsRefusalException.FAILED, "不支持的训练模式: " + LabelFile.shown(mode));
        }
        Optional<Integer> most = epochs("max_num_epoch", maxEpochs);
        Optional<Integer> least =
                epochs("min_num_epoch", minEpochs).map(epochs -> Math.min(epochs, most.orElse(epochs)));
        boolean unsaid = most.equals(UNSAID) && least.equals(UNSAID);
        int devices = gpu.orElse(0L) < 0 ? 0 : 1;
        return new GtsTraining.TrainingOrder(
                seed.orElse(DEFAULT_SEED),
                unsaid ? Optional.empty() : least,
                unsaid ? Optional.empty() : most,
                tokens(),
                devices,
                advanced());
    }

    /** How many tokens of a text count, as near to the wish as there are networks for. */
    private Optional<Integer> tokens() {
        if (maxLength.filter(length -> length < 1).isPresent()) {
            throw new GtsRefusalException(GtsRefusalException.FAILED, "max_len必须大于0");
        }
        return maxLength.map(length -> Math.clamp(length, FEWEST_TOKENS, MOST_TOKENS));
    }

    private static Optional<Integer> epochs(String name, Optional<Long> epochs) {
        if (epochs.filter(number -> number < 1 || number > MOST_EPOCHS).isPresent()) {
            throw new GtsRefusalException(GtsRefusalException.FAILED, name + "必须在1到" + MOST_EPOCHS + "之间");
        }
        return epochs.map(Long::intValue);
    }
}
