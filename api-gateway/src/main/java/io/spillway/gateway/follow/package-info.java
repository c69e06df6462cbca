/** Reading a topic to its end and on, beside everything else that a process does. */
@NullMarked
package io.spillway.gateway.follow;

import org.jspecify.annotations.NullMarked;
