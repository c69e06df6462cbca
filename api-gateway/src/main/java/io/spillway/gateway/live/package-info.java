/** The live feed: what happens to tenants' things, as server-sent events. */
@NullMarked
package io.spillway.gateway.live;

import org.jspecify.annotations.NullMarked;
