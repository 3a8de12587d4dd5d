/**
 * What a train job does: the algorithm of its task makes a plan of the dataset, the loop follows it, the result becomes a model
 * version. One package below for each kind of data.
 */
@NullMarked
package dev.modelyard.trainer.algorithm;

import org.jspecify.annotations.NullMarked;
