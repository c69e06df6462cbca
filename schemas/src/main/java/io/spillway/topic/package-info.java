/** The catalogue of topics: names, keys, values and settings. */
@NullMarked
package io.spillway.topic;

import org.jspecify.annotations.NullMarked;
