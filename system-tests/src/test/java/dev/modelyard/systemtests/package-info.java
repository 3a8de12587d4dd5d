/**
 * The whole platform as real processes, started by the launcher and called over HTTP like any client calls it.
 * Nothing here looks into a process; what the platform remembers, its database and store, some look at behind its back.
 */
@NullMarked
package dev.modelyard.systemtests;

import org.jspecify.annotations.NullMarked;
