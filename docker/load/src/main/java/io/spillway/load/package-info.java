/** The words that the load tools share: what is sent, what was sent, what arrived. */
@NullMarked
package io.spillway.load;

import org.jspecify.annotations.NullMarked;
