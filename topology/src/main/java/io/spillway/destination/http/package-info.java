/** The HTTP client of all types that speak HTTP. */
@NullMarked
package io.spillway.destination.http;

import org.jspecify.annotations.NullMarked;
