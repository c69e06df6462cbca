/** Events from a queue of RabbitMQ. */
@NullMarked
package io.spillway.connect.source.rabbitmq;

import org.jspecify.annotations.NullMarked;
