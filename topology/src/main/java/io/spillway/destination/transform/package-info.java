/** Rewrites an event's data by an expression of a tenant's, in processes that may be lost. */
@NullMarked
package io.spillway.destination.transform;

import org.jspecify.annotations.NullMarked;
