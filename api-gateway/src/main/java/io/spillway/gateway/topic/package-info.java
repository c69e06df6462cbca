/** The topics that events may have. */
@NullMarked
package io.spillway.gateway.topic;

import org.jspecify.annotations.NullMarked;
