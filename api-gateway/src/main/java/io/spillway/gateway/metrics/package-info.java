/** How many requests, and how long they took, for Prometheus. */
@NullMarked
package io.spillway.gateway.metrics;

import org.jspecify.annotations.NullMarked;
