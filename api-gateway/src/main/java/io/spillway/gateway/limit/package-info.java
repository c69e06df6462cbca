/** How much anybody may ask for in a time. */
@NullMarked
package io.spillway.gateway.limit;

import org.jspecify.annotations.NullMarked;
