/**
 * Named measurements, printed as tables.
 * Measures from outside: /proc, clocks, the public HTTP API and what services tell of themselves.
 */
@NullMarked
package dev.modelyard.standalone.bench;

import org.jspecify.annotations.NullMarked;
