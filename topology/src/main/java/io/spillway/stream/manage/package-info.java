/** What a command changes. */
@NullMarked
package io.spillway.stream.manage;

import org.jspecify.annotations.NullMarked;
