/** How a raw sample becomes the numbers a network takes, the same in training and serving. Knows no runtime of networks. */
@NullMarked
package dev.modelyard.modellibrary.preprocessing;

import org.jspecify.annotations.NullMarked;
