/** Harborhook's routes: endpoints, subscriptions of one event type each, publishing with a fan-out count, deliveries and dead letters. */
@NullMarked
package io.spillway.gateway.adapter.harborhook;

import org.jspecify.annotations.NullMarked;
