@NullMarked
package dev.modelyard.modellibrary.untrained;

import org.jspecify.annotations.NullMarked;
