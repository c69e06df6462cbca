/** Which subscriptions an event goes to. */
@NullMarked
package io.spillway.stream.route;

import org.jspecify.annotations.NullMarked;
