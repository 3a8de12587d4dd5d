package dev.modelyard.trainer.training;

/** Which epoch's weights a training keeps. */
public enum Selection {
    /** Those with the best validation score; a validation split is needed. */
    BEST,
    /** Those of the last epoch: for recipes of fixed length, where choosing by few validation examples does harm. */
    LAST
}
