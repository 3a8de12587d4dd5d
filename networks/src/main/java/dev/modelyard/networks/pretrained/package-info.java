/**
 * Pretrained networks as Hugging Face lays them out in folders: what their configuration says, the network it means, and their weights.
 * Nothing is downloaded, and no tokenizer is read here.
 */
@NullMarked
package dev.modelyard.networks.pretrained;

import org.jspecify.annotations.NullMarked;
