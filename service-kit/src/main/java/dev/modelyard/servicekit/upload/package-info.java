/**
 * Reading large bodies, raw or multipart, as streams with a limit.
 * Where the bytes go is the caller's business; nothing here holds a body in memory.
 */
@NullMarked
package dev.modelyard.servicekit.upload;

import org.jspecify.annotations.NullMarked;
