package dev.modelyard.contracts.job;

import java.util.Optional;

/**
 * What makes few examples of texts go further; whatever is absent follows the recipe of the network.
 *
 * @param labelMatching options and text are read together, so that labels count by what they say (UniMC, Yang et al. 2022); for
 *     pretrained encoders
 * @param neighbours answers are mixed with those of the nearest training examples, by as much as validation says (kNN)
 * @param rDrop weight of the divergence of two passes with different dropout (R-Drop, Liang et al. 2021); 0: one pass
 * @param textAugmentation share of a text's words that are left out or change places, each time anew (EDA, Wei and Zou 2019); 0: none
 * @param selfTraining what was learnt labels the unlabelled examples, and those that are sure are learnt from too
 */
public record FewShot(
        Optional<Boolean> labelMatching,
        Optional<Boolean> neighbours,
        Optional<Double> rDrop,
        Optional<Double> textAugmentation,
        Optional<Boolean> selfTraining) {
    /** The recipe as it is. */
    public static final FewShot RECIPE =
            new FewShot(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The recipe, and self-training. */
    public static final FewShot SELF_TRAINING =
            new FewShot(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
}
