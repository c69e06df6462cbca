/** A tenant's destinations, and the types that they can be of. */
@NullMarked
package io.spillway.gateway.destination;

import org.jspecify.annotations.NullMarked;
