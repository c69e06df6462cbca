/** Shows the REST contract: the document, and a page that is made of it. */
@NullMarked
package io.spillway.gateway.contract;

import org.jspecify.annotations.NullMarked;
