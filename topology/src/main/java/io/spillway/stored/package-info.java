/** Reads single records back from their topics by coordinates, and tells the broker's time. */
@NullMarked
package io.spillway.stored;

import org.jspecify.annotations.NullMarked;
