/**
 * How much each owner may have: the limits of the installation, and those that admins set for single owners.
 * How much an owner has, and what happens at a limit, the features know.
 */
@NullMarked
package dev.modelyard.api.quota;

import org.jspecify.annotations.NullMarked;
