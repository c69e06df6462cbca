/** Whether this process lives, and whether it makes progress. */
@NullMarked
package io.spillway.gateway.health;

import org.jspecify.annotations.NullMarked;
