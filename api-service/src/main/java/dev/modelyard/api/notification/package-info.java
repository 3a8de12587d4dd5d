/**
 * Words that the replicas of this service tell one another at once, over PostgreSQL. Knows no feature's words; what must not be lost
 * lies in tables, a word only says where to look.
 */
@NullMarked
package dev.modelyard.api.notification;

import org.jspecify.annotations.NullMarked;
