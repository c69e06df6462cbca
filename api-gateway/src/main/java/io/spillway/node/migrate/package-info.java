/** Versions of the data, and what brings them up to this release. */
@NullMarked
package io.spillway.node.migrate;

import org.jspecify.annotations.NullMarked;
