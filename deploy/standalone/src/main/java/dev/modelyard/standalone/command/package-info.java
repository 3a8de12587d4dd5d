/**
 * The commands of the launcher: options in, words and exit codes out.
 * What they do is in the other packages.
 */
@NullMarked
package dev.modelyard.standalone.command;

import org.jspecify.annotations.NullMarked;
