/** Topics of somebody's Kafka cluster. */
@NullMarked
package io.spillway.destination.kafka;

import org.jspecify.annotations.NullMarked;
