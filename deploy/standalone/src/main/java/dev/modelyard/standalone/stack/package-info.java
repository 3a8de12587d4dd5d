/**
 * Which processes make up Modelyard, how each is started and in which order.
 * No terminal output beyond a listener.
 */
@NullMarked
package dev.modelyard.standalone.stack;

import org.jspecify.annotations.NullMarked;
