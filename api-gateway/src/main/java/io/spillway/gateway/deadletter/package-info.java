/** Dead letters: deliveries that will not be tried again by themselves. */
@NullMarked
package io.spillway.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
