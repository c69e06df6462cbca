/** Data of events that are encrypted with a key of their tenant from the gateway to the call, and their keys. */
@NullMarked
package io.spillway.payload;

import org.jspecify.annotations.NullMarked;
