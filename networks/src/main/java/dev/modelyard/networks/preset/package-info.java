/**
 * Networks with a name: what they are for, what they need to know, and how they are built.
 * Nothing here trains; recipes are the trainer's and go by the same names.
 */
@NullMarked
package dev.modelyard.networks.preset;

import org.jspecify.annotations.NullMarked;
