/** Events from a queue of Amazon SQS, or of what speaks its protocol. */
@NullMarked
package io.spillway.connect.source.sqs;

import org.jspecify.annotations.NullMarked;
