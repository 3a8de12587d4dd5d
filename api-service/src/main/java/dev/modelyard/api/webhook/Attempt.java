package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.DeliveryId;

/**
 * One try of a delivery, that nobody else makes at the same time.
 *
 * @param number from 1; a later try has a higher one, so that what comes of an earlier one no longer counts
 * @param webhook as it was when the try was taken up
 * @param host of the webhook's address
 */
record Attempt(DeliveryId id, int number, String type, String body, Webhook webhook, String host) {}
