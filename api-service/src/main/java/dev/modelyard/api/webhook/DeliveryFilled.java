package dev.modelyard.api.webhook;

/** A message is due now; the deliverer looks once this is committed. */
record DeliveryFilled() {}
