/** What a caller gives a model: a text, an image, a row. No preprocessing and no HTTP. */
@NullMarked
package dev.modelyard.modellibrary.sample;

import org.jspecify.annotations.NullMarked;
