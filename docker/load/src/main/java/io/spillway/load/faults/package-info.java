/** The fault driver: does to a Spillway what machines do to it, one row of the reliability scorecard after the other. */
@NullMarked
package io.spillway.load.faults;

import org.jspecify.annotations.NullMarked;
