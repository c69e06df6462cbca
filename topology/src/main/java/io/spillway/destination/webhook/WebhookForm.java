package io.spillway.destination.webhook;

import io.spillway.destination.Field;
import io.spillway.destination.Form;
import java.util.List;

/** How webhooks present themselves. */
final class WebhookForm {

    private static final String ICON = """
            <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.4" \
            xmlns="http://www.w3.org/2000/svg"><circle cx="8" cy="4" r="2.3"/><circle cx="3.8" cy="11.5" r="2.3"/>\
            <circle cx="12.2" cy="11.5" r="2.3"/><path d="M7 6 5 9.5M9 6l2 3.5M6.1 11.5h3.8"/></svg>""";

    private static final String INSTRUCTIONS = """
            # Receive events as webhooks

            Give the URL of an HTTP endpoint of yours. Every event arrives as a POST whose body is the event's JSON.

            1. Answer with a status from 200 to 299 within a few seconds; anything else counts as a failure and is tried again.
            2. Compute the signature over the body exactly as it arrived, with the secret that is shown once the destination
               exists, and compare it with the signature header.
            3. Expect an event more than once: its id is the same each time.
            """;

    private WebhookForm() {}

    static Form form() {
        return new Form(
                "Webhook",
                "Send events as HTTP POST requests.",
                ICON,
                INSTRUCTIONS,
                List.of(
                        Field.of(Field.Kind.TEXT, "url", "Webhook URL", "Where events are sent")
                                .mandatory()
                                .matching("^https?://\\S+"),
                        Field.of(
                                Field.Kind.KEY_VALUE_MAP,
                                "custom_headers",
                                "Custom headers",
                                "HTTP headers to send with every event")),
                List.of());
    }
}
