/** How much anybody may ask for in a time, and at once. */
@NullMarked
package io.spillway.gateway.limit;

import org.jspecify.annotations.NullMarked;
