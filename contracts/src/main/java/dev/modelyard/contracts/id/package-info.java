/** Typed identifiers, minted unguessable. No behaviour beyond their text form. */
@NullMarked
package dev.modelyard.contracts.id;

import org.jspecify.annotations.NullMarked;
