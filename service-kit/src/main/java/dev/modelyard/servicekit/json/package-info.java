/**
 * The JSON of HTTP bodies: the platform's conventions, and strict about what a request may hold.
 * Messages on Kafka are none of its business: they are read leniently, by contracts.
 */
@NullMarked
package dev.modelyard.servicekit.json;

import org.jspecify.annotations.NullMarked;
