/** The filter language: what a subscription asks of an event's content. */
@NullMarked
package io.spillway.stream.filter;

import org.jspecify.annotations.NullMarked;
