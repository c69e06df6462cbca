/** Source connectors: what producers put into a queue that they have becomes events. */
@NullMarked
package io.spillway.connect.source;

import org.jspecify.annotations.NullMarked;
