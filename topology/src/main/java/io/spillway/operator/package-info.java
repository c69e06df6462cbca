/** Carries operator events to where whoever runs Spillway wants them: a group of consumers of {@code operator-events} for each sink. */
@NullMarked
package io.spillway.operator;

import org.jspecify.annotations.NullMarked;
