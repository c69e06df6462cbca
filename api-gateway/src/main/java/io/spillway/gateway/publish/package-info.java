/** Takes events in, one by one or in batches. */
@NullMarked
package io.spillway.gateway.publish;

import org.jspecify.annotations.NullMarked;
