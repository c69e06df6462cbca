/** The benchmark: a node, a receiver and a generator as separate processes, one table, one verdict. */
@NullMarked
package io.spillway.load.bench;

import org.jspecify.annotations.NullMarked;
