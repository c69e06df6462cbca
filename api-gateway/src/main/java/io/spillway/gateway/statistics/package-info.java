/** Figures about events and attempts, over time and by their properties. */
@NullMarked
package io.spillway.gateway.statistics;

import org.jspecify.annotations.NullMarked;
