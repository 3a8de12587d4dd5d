/**
 * Trains and serves three models on samples that it makes.
 * Only through the public HTTP API.
 */
@NullMarked
package dev.modelyard.standalone.demo;

import org.jspecify.annotations.NullMarked;
