/**
 * Hands queued jobs to workers over Kafka and takes back what no worker answers for.
 * Decides when and to whom; what a job's states mean lives in the job package.
 */
@NullMarked
package dev.modelyard.api.dispatch;

import org.jspecify.annotations.NullMarked;
