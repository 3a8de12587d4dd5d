/**
 * A network as a value: inputs, nodes in topological order, outputs, and the parameters they have.
 * Nothing here computes with weights, renders or reads files.
 */
@NullMarked
package dev.modelyard.networks.graph;

import org.jspecify.annotations.NullMarked;
