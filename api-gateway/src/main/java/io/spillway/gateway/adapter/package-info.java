/** The routes of other systems over the same commands and queries, a package for each, so that their clients need no change; switched on by {@code ADAPTERS}. */
@NullMarked
package io.spillway.gateway.adapter;

import org.jspecify.annotations.NullMarked;
