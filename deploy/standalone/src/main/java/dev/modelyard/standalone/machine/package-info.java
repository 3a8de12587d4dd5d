/**
 * What this machine is and has: platform, ports, disk, processes as /proc shows them.
 * Reads only.
 */
@NullMarked
package dev.modelyard.standalone.machine;

import org.jspecify.annotations.NullMarked;
