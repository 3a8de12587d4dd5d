@NullMarked
package dev.modelyard.modellibrary.prediction;

import org.jspecify.annotations.NullMarked;
