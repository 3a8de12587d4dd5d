/**
 * Documents that are written from the code, and the check that they are current.
 * Starts no process.
 */
@NullMarked
package dev.modelyard.systemtests.documents;

import org.jspecify.annotations.NullMarked;
