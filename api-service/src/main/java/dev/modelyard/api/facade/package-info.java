/**
 * Which of the APIs of others a request belongs to, before anything else is known of it. What such an API says and does lives in a
 * package of its own below; nothing of the platform's own API knows any of them.
 */
@NullMarked
package dev.modelyard.api.facade;

import org.jspecify.annotations.NullMarked;
