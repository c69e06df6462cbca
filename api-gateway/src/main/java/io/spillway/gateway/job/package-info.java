/** Work that goes on after it was ordered, and how far it has come. */
@NullMarked
package io.spillway.gateway.job;

import org.jspecify.annotations.NullMarked;
