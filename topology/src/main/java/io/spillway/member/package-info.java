/** What the dispatcher and the relay are to Kafka: members of a group that write results and offsets together. */
@NullMarked
package io.spillway.member;

import org.jspecify.annotations.NullMarked;
