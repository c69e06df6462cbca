/** Sources of a Hookdeck account. */
@NullMarked
package io.spillway.destination.hookdeck;

import org.jspecify.annotations.NullMarked;
