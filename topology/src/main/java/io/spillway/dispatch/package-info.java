/** The dispatcher: takes deliveries and calls the outside world. */
@NullMarked
package io.spillway.dispatch;

import org.jspecify.annotations.NullMarked;
