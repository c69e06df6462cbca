/** The one way in which secrets and data are encrypted. */
@NullMarked
package io.spillway.crypto;

import org.jspecify.annotations.NullMarked;
