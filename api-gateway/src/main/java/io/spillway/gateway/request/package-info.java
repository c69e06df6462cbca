/** Changes and events on their way to the tenant tasks, and the answers on their way back. */
@NullMarked
package io.spillway.gateway.request;

import org.jspecify.annotations.NullMarked;
