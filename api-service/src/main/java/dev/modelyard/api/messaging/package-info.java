/**
 * How messages leave (by an outbox, in order) and come in (record by record, committed after the database).
 * Knows topics and bytes, no feature's words.
 */
@NullMarked
package dev.modelyard.api.messaging;

import org.jspecify.annotations.NullMarked;
