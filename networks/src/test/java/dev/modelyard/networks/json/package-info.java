/** Tests of network.json. */
@NullMarked
package dev.modelyard.networks.json;

import org.jspecify.annotations.NullMarked;
