/** Forgets events, or all that is known of a tenant, because somebody asked for it. */
@NullMarked
package io.spillway.stream.erase;

import org.jspecify.annotations.NullMarked;
