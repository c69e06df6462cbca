/** Exchanges of a RabbitMQ broker. */
@NullMarked
package io.spillway.destination.rabbitmq;

import org.jspecify.annotations.NullMarked;
