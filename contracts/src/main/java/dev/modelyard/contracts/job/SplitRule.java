package dev.modelyard.contracts.job;

/**
 * Divides examples at random, stratified by label where there are labels.
 *
 * @param train share of the training split, over 0
 * @param validation share of the validation split
 * @param test share of the test split; the three add up to 1
 * @param seed the same seed over the same examples gives the same split
 */
public record SplitRule(double train, double validation, double test, long seed) {
    private static final double TOLERANCE = 1e-6;

    public SplitRule {
        boolean shares = train > 0 && validation >= 0 && test >= 0;
        if (!shares || Math.abs(train + validation + test - 1) > TOLERANCE) {
            throw new IllegalArgumentException(
                    "train must be over 0, no share below 0, and the three must add up to 1");
        }
    }
}
