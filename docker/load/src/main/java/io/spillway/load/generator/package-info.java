/** The load generator: publishes known events on time, and writes down when and with what answer. */
@NullMarked
package io.spillway.load.generator;

import org.jspecify.annotations.NullMarked;
