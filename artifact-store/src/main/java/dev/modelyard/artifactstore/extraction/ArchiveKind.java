package dev.modelyard.artifactstore.extraction;

/** The archives that are read. */
public enum ArchiveKind {
    ZIP,
    TAR_GZ
}
