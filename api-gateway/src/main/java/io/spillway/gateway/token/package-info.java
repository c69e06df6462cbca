/** Tokens: whose are believed, what they allow, and those that we issue. */
@NullMarked
package io.spillway.gateway.token;

import org.jspecify.annotations.NullMarked;
