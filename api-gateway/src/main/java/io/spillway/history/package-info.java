/** What lies further back than the nodes' own stores remember: questions to the log store, and both together as one. */
@NullMarked
package io.spillway.history;

import org.jspecify.annotations.NullMarked;
