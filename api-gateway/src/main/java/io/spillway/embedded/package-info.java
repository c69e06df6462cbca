/** The embedded mode: broker in this process, registry as a child. */
@NullMarked
package io.spillway.embedded;

import org.jspecify.annotations.NullMarked;
