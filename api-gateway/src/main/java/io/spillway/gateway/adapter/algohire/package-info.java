/** Algohire's webhook relay: its events, webhooks and dashboard. */
@NullMarked
package io.spillway.gateway.adapter.algohire;

import org.jspecify.annotations.NullMarked;
