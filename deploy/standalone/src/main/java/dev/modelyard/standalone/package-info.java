/**
 * The launcher: one command starts everything on one machine.
 * Only the entry point lives here.
 */
@NullMarked
package dev.modelyard.standalone;

import org.jspecify.annotations.NullMarked;
