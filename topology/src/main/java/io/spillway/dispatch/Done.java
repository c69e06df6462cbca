package io.spillway.dispatch;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A job that is finished once these records are written. */
record Done(Job job, List<ProducerRecord<byte[], byte[]>> records) {}
