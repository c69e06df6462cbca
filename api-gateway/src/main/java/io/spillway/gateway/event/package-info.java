/** Events that were published. */
@NullMarked
package io.spillway.gateway.event;

import org.jspecify.annotations.NullMarked;
