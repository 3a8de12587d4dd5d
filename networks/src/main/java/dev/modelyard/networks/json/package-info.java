/**
 * Networks as JSON, {@code network.json} of every artifact. Types of nodes are a closed list of words; nothing in a file
 * can name a class or run code.
 */
@NullMarked
package dev.modelyard.networks.json;

import org.jspecify.annotations.NullMarked;
