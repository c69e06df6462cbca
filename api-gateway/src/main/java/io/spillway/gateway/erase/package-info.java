/** Has events, or all that is known of a tenant, forgotten. */
@NullMarked
package io.spillway.gateway.erase;

import org.jspecify.annotations.NullMarked;
