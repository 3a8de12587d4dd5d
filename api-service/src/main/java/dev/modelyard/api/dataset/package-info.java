/**
 * Datasets, their versions and the content that goes in and comes out. What a job does with content is the worker's; here
 * it is only asked for and its result kept.
 */
@NullMarked
package dev.modelyard.api.dataset;

import org.jspecify.annotations.NullMarked;
