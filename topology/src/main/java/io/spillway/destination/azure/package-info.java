/** Destinations at Microsoft Azure. */
@NullMarked
package io.spillway.destination.azure;

import org.jspecify.annotations.NullMarked;
