/** What other nodes ask this one. */
@NullMarked
package io.spillway.gateway.neighbour;

import org.jspecify.annotations.NullMarked;
