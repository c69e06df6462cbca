/** Deliveries to Amazon Web Services. */
@NullMarked
package io.spillway.courier.aws;

import org.jspecify.annotations.NullMarked;
