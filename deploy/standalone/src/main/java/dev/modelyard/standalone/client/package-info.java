/**
 * The public HTTP API as a caller of this platform sees it.
 * Nothing here knows how the platform was started.
 */
@NullMarked
package dev.modelyard.standalone.client;

import org.jspecify.annotations.NullMarked;
