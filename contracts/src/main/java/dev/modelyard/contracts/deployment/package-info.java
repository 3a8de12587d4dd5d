/** The desired state of started models and what replicas report of them. */
@NullMarked
package dev.modelyard.contracts.deployment;

import org.jspecify.annotations.NullMarked;
