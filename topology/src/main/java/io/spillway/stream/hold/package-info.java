/** Deliveries that wait until their destination lets them go: it is paused, or takes one after the other. */
@NullMarked
package io.spillway.stream.hold;

import org.jspecify.annotations.NullMarked;
