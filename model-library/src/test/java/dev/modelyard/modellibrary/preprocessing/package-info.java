@NullMarked
package dev.modelyard.modellibrary.preprocessing;

import org.jspecify.annotations.NullMarked;
