/**
 * Passes calls of models that other replicas serve on to them, one hop. What is asked is not looked into here.
 */
@NullMarked
package dev.modelyard.inference.forwarding;

import org.jspecify.annotations.NullMarked;
