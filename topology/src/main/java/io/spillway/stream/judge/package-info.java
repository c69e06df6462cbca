/** What follows from an attempt: delivered, another try, or dead. */
@NullMarked
package io.spillway.stream.judge;

import org.jspecify.annotations.NullMarked;
