/** Forgets rows of what the topics have forgotten. */
@NullMarked
package io.spillway.stream.expire;

import org.jspecify.annotations.NullMarked;
