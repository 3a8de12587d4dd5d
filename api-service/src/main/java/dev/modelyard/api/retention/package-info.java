/**
 * Lets go of what is old: decides when, and of what age. How a thing is let go of, its feature knows; the objects leave the store by
 * way of the artifact package.
 */
@NullMarked
package dev.modelyard.api.retention;

import org.jspecify.annotations.NullMarked;
