/** Tells whether a webhook is genuine. */
@NullMarked
package io.spillway.verifier;

import org.jspecify.annotations.NullMarked;
