/** The tables of the log store in PostgreSQL: made by versioned migrations, a partition a day, and forgotten in time. */
@NullMarked
package io.spillway.logstore;

import org.jspecify.annotations.NullMarked;
