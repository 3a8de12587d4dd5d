/**
 * Follows the desired state of started models: what this replica loads, serves, swaps and lets go, and what it reports of it.
 * Reads no request; the network's numbers are computed behind batching.
 */
@NullMarked
package dev.modelyard.inference.deployment;

import org.jspecify.annotations.NullMarked;
