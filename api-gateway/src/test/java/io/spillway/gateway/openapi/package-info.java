/** The contract as tests use it: to judge answers, and to make requests of. */
@NullMarked
package io.spillway.gateway.openapi;

import org.jspecify.annotations.NullMarked;
