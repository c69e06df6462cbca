/** What benchmark and fault driver start and talk to: processes, the receiver among them, and Spillway's REST API. */
@NullMarked
package io.spillway.load.process;

import org.jspecify.annotations.NullMarked;
