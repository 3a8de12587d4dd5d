/** Tests of what constructors refuse. */
@NullMarked
package dev.modelyard.networks.graph;

import org.jspecify.annotations.NullMarked;
