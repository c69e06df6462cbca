/** Destinations at Amazon Web Services. */
@NullMarked
package io.spillway.destination.aws;

import org.jspecify.annotations.NullMarked;
