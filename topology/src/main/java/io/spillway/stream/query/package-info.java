/** Questions about what the tenant tasks know, answered here or by the node that owns the tenant. */
@NullMarked
package io.spillway.stream.query;

import org.jspecify.annotations.NullMarked;
