/** The load generator and its receiver. */
@NullMarked
package io.spillway.load;

import org.jspecify.annotations.NullMarked;
