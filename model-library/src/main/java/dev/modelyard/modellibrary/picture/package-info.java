/** Pictures as bytes of red, green and blue: decoding with limits, resizing. Knows no network and no file. */
@NullMarked
package dev.modelyard.modellibrary.picture;

import org.jspecify.annotations.NullMarked;
