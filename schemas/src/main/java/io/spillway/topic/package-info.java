/** The catalogue of topics: what each holds, how it is keyed, how long it is kept; and their creation at start. */
@NullMarked
package io.spillway.topic;

import org.jspecify.annotations.NullMarked;
