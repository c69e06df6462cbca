/** The tenant task: everything that is decided about a tenant, in one sub-topology. */
@NullMarked
package io.spillway.stream;

import org.jspecify.annotations.NullMarked;
