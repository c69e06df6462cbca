/** Seals again what an older secret sealed. */
@NullMarked
package io.spillway.gateway.sealing;

import org.jspecify.annotations.NullMarked;
