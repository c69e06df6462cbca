/** The relay of the retry tiers: holds a delivery until it is due. */
@NullMarked
package io.spillway.retry;

import org.jspecify.annotations.NullMarked;
