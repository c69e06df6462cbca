/** What belongs to no tenant and every node knows: the compacted topic {@code settings}, and its one reader. */
@NullMarked
package io.spillway.gateway.setting;

import org.jspecify.annotations.NullMarked;
