/** API keys beside the admin's: with scopes, for one tenant or all, kept hashed. */
@NullMarked
package io.spillway.gateway.key;

import org.jspecify.annotations.NullMarked;
