/**
 * The artifact store as the API uses it: files of a pinned artifact for download, and removal that a crash cannot lose.
 * Whose artifact it is, is known to the features only.
 */
@NullMarked
package dev.modelyard.api.artifact;

import org.jspecify.annotations.NullMarked;
