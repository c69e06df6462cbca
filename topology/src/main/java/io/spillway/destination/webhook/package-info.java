/** Delivery as a signed HTTP request. */
@NullMarked
package io.spillway.destination.webhook;

import org.jspecify.annotations.NullMarked;
