/** Rules about the packages of this module. */
@NullMarked
package dev.modelyard.networks;

import org.jspecify.annotations.NullMarked;
