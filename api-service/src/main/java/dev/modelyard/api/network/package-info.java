/**
 * What can be trained: the networks of the catalogue as the API shows them. The networks themselves are the module
 * {@code networks}.
 */
@NullMarked
package dev.modelyard.api.network;

import org.jspecify.annotations.NullMarked;
