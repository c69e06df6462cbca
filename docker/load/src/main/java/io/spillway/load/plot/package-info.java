/** Figures as pictures. */
@NullMarked
package io.spillway.load.plot;

import org.jspecify.annotations.NullMarked;
