/** Who is asking, and which routes they may use. */
@NullMarked
package io.spillway.gateway.auth;

import org.jspecify.annotations.NullMarked;
