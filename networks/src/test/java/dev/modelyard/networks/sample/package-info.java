/**
 * Random small networks over every node type, their data, and the runtimes they are compared in.
 * Nothing here asserts.
 */
@NullMarked
package dev.modelyard.networks.sample;

import org.jspecify.annotations.NullMarked;
