/** Hook0's routes: events, event types, subscriptions with labels, request attempts. */
@NullMarked
package io.spillway.gateway.adapter.hook0;

import org.jspecify.annotations.NullMarked;
