/** The ledger receiver: an HTTP server that plays scripts and writes down every request. */
@NullMarked
package io.spillway.load.receiver;

import org.jspecify.annotations.NullMarked;
