/** Orders to deliver again. */
@NullMarked
package io.spillway.gateway.replay;

import org.jspecify.annotations.NullMarked;
