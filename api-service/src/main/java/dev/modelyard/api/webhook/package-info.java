/**
 * Webhooks: owners are told over HTTP that their jobs have ended; signed, to allowed hosts only, again until it is taken.
 * What a job is and when it ends is known to the job package, which does not know this one.
 */
@NullMarked
package dev.modelyard.api.webhook;

import org.jspecify.annotations.NullMarked;
