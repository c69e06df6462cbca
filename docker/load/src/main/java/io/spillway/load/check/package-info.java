/** The checker: joins what was sent with what arrived. */
@NullMarked
package io.spillway.load.check;

import org.jspecify.annotations.NullMarked;
