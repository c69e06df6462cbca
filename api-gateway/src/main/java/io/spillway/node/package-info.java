/** The composition root: roles, configuration, start and stop. */
@NullMarked
package io.spillway.node;

import org.jspecify.annotations.NullMarked;
