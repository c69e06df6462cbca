/** The words of Spillway: events, subscriptions, deliveries, attempts and what follows from them, as plain Java records. */
@NullMarked
package io.spillway.domain;

import org.jspecify.annotations.NullMarked;
