/** Destinations at Google Cloud. */
@NullMarked
package io.spillway.destination.gcp;

import org.jspecify.annotations.NullMarked;
