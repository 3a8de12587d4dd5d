/** A model version loaded for answering, on ONNX Runtime. No queues, no HTTP, no store. */
@NullMarked
package dev.modelyard.modellibrary.prediction;

import org.jspecify.annotations.NullMarked;
