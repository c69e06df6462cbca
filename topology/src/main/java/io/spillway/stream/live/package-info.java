/** What is told of tenants' things as it happens, and in which topics that stands. */
@NullMarked
package io.spillway.stream.live;

import org.jspecify.annotations.NullMarked;
