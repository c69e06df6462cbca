/** What every route shares: bodies, query parameters, JSON answers, and the one place where errors get their shape. */
@NullMarked
package io.spillway.gateway.http;

import org.jspecify.annotations.NullMarked;
