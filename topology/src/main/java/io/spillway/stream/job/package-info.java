/** What somebody asks for by hand: of single deliveries at once, of many of them slice by slice. */
@NullMarked
package io.spillway.stream.job;

import org.jspecify.annotations.NullMarked;
