/** A Spillway of several processes on this machine, what is sent through it, and what can be done to it. */
@NullMarked
package io.spillway.load.cluster;

import org.jspecify.annotations.NullMarked;
