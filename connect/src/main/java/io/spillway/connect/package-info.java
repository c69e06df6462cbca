/** Sink connectors for the log store. */
@NullMarked
package io.spillway.connect;

import org.jspecify.annotations.NullMarked;
