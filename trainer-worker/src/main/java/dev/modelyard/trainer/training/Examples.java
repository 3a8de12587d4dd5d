package dev.modelyard.trainer.training;

/** The examples of one split. Batches are made on preparation threads, several at a time. */
public interface Examples {
    int size();

    /** These examples as they are. */
    Batch batch(int[] indexes);

    /** These examples as one epoch of training sees them; without augmentation, as they are. */
    default Batch batch(int[] indexes, Variation variation) {
        return batch(indexes);
    }
}
