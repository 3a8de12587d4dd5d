/**
 * What is known of trainer workers by their heartbeats.
 * No decision about jobs.
 */
@NullMarked
package dev.modelyard.api.worker;

import org.jspecify.annotations.NullMarked;
