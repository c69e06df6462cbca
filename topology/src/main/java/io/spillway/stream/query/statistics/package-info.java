/** How events and attempts are counted: over time and by their properties. */
@NullMarked
package io.spillway.stream.query.statistics;

import org.jspecify.annotations.NullMarked;
