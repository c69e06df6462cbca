/** Attempts at deliveries, and asking for one more. */
@NullMarked
package io.spillway.gateway.attempt;

import org.jspecify.annotations.NullMarked;
