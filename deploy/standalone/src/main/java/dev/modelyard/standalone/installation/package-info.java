/**
 * What lies in the data folder: paths, secrets, the runtime file, records of processes.
 * Starts and stops nothing.
 */
@NullMarked
package dev.modelyard.standalone.installation;

import org.jspecify.annotations.NullMarked;
