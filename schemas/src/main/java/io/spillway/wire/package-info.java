/** Avro to domain and back; the only place that sees generated classes. */
@NullMarked
package io.spillway.wire;

import org.jspecify.annotations.NullMarked;
