/**
 * Named measurements, printed as tables.
 * Measures from outside: /proc, clocks and the public HTTP API.
 */
@NullMarked
package dev.modelyard.standalone.bench;

import org.jspecify.annotations.NullMarked;
