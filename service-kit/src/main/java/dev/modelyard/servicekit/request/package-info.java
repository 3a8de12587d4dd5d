/**
 * What is true of every request: an id in the answer and in the log, and a limit on JSON bodies.
 * No header, body or credential is ever logged here.
 */
@NullMarked
package dev.modelyard.servicekit.request;

import org.jspecify.annotations.NullMarked;
