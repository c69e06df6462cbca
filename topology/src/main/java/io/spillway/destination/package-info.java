/** What a destination type implements and is given. */
@NullMarked
package io.spillway.destination;

import org.jspecify.annotations.NullMarked;
