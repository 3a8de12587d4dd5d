/** The tasks a model can be trained for, and nothing about how. */
@NullMarked
package dev.modelyard.contracts.task;

import org.jspecify.annotations.NullMarked;
