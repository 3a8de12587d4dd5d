/**
 * The API of GTS-Engine on top of the platform: its words, its codes, and what it calls things. No platform logic lives here; everything
 * is asked of the services of the features.
 */
@NullMarked
package dev.modelyard.api.facade.gts;

import org.jspecify.annotations.NullMarked;
