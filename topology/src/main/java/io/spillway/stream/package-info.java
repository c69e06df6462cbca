/** The stream graph and its stores. */
@NullMarked
package io.spillway.stream;

import org.jspecify.annotations.NullMarked;
