/** Tenants. */
@NullMarked
package io.spillway.gateway.tenant;

import org.jspecify.annotations.NullMarked;
