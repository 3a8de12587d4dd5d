/**
 * The way from the root of the service to the description of its API.
 * No feature's words.
 */
@NullMarked
package dev.modelyard.api.documentation;

import org.jspecify.annotations.NullMarked;
