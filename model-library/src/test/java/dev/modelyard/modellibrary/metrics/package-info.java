@NullMarked
package dev.modelyard.modellibrary.metrics;

import org.jspecify.annotations.NullMarked;
