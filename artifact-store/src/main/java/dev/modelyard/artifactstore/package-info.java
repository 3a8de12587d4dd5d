/**
 * One small interface over a folder or an S3 bucket, and artifacts (files with a manifest) on top of it.
 * Knows no dataset, model or job.
 */
@NullMarked
package dev.modelyard.artifactstore;

import org.jspecify.annotations.NullMarked;
