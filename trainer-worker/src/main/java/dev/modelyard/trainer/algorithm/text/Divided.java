package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.trainer.algorithm.Holdout;
import dev.modelyard.trainer.run.RunContext;

/**
 * What is trained on, and what chooses the epoch: the validation split, or examples set aside where there is none.
 *
 * @param apart whether these are others than what is trained on
 */
record Divided<S extends Sample>(LabelledTexts<S> train, LabelledTexts<S> validation, boolean apart) {
    /** Of examples that are not those of training. */
    Divided(LabelledTexts<S> train, LabelledTexts<S> validation) {
        this(train, validation, true);
    }

    /** Others to train on, with what chooses the epoch as it is. */
    Divided<S> with(LabelledTexts<S> others) {
        return new Divided<>(others, validation, apart);
    }

    static <S extends Sample> Divided<S> of(
            LabelledTexts<S> train, LabelledTexts<S> validation, long seed, RunContext context) {
        if (validation.size() > 0) {
            return new Divided<>(train, validation);
        }
        Holdout holdout = Holdout.of(train.size(), train.truths().labels(), seed);
        if (holdout.validation().length == 0) {
            context.log(
                    "no validation split, and too few examples to set any aside: those of training choose the epoch");
            return new Divided<>(train, train, false);
        }
        context.log("no validation split: %d of %d training examples are set aside to choose the epoch"
                .formatted(holdout.validation().length, train.size()));
        return new Divided<>(train.select(holdout.train()), train.select(holdout.validation()));
    }
}
