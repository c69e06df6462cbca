/** Cursor pages over lists that are read one way. */
@NullMarked
package io.spillway.gateway.page;

import org.jspecify.annotations.NullMarked;
