/** What Kafka Connect needs to read Spillway's topics as rows. */
@NullMarked
package io.spillway.connect;

import org.jspecify.annotations.NullMarked;
