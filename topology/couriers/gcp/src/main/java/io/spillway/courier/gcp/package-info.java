/** Deliveries to Google Cloud. */
@NullMarked
package io.spillway.courier.gcp;

import org.jspecify.annotations.NullMarked;
