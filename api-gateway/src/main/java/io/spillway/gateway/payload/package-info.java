/** Encrypts data of events with a key of their tenant before they are written, and keeps the keys. */
@NullMarked
package io.spillway.gateway.payload;

import org.jspecify.annotations.NullMarked;
