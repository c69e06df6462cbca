/** Deliveries and where they stand. */
@NullMarked
package io.spillway.gateway.delivery;

import org.jspecify.annotations.NullMarked;
