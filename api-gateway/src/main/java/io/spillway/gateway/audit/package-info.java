/** Who changed what: written down for every call that changes something, or tries to. */
@NullMarked
package io.spillway.gateway.audit;

import org.jspecify.annotations.NullMarked;
