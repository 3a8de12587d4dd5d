package dev.modelyard.api.artifact;

/** Something is to be deleted now; the sweep looks once this is committed. */
record DeletionFilled() {}
