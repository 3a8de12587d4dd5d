/** The layout of the artifact store: manifests, dataset and model folders. No input or output code. */
@NullMarked
package dev.modelyard.contracts.artifact;

import org.jspecify.annotations.NullMarked;
