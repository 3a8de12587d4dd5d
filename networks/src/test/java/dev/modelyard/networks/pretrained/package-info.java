@NullMarked
package dev.modelyard.networks.pretrained;

import org.jspecify.annotations.NullMarked;
