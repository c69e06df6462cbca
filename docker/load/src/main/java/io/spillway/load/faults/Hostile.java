package io.spillway.load.faults;

/** Endpoints that misbehave, and whether a delivery to them counts: the status decides, whatever becomes of the body. */
enum Hostile {
    NEVER_ANSWERS(false, "{'hang': true}"),
    DRIPS_ITS_HEAD(false, "{'drip': 'head'}"),
    DRIPS_ITS_BODY(true, "{'drip': 'body'}"),
    RESETS(false, "{'end': 'reset'}"),
    CLOSES(false, "{'end': 'close'}"),
    CLOSES_INSIDE_A_HEADER(false, "{'send': 'HTTP/1.1 200 OK\\r\\ncontent-le', 'end': 'close'}"),
    RESETS_INSIDE_ITS_BODY(
            true, "{'send': 'HTTP/1.1 200 OK\\r\\ncontent-length: 100\\r\\n\\r\\nhello', 'end': 'reset'}"),
    CLOSES_INSIDE_ITS_BODY(
            true, "{'send': 'HTTP/1.1 200 OK\\r\\ncontent-length: 100\\r\\n\\r\\nhello', 'end': 'close'}"),
    GREETS(false, "{'send': 'HELLO THERE\\r\\n\\r\\n', 'end': 'close'}"),
    IS_A_MAIL_SERVER(false, "{'send': '220 mail.example.com ESMTP\\r\\n', 'end': 'keep'}"),
    GIVES_A_NEGATIVE_LENGTH(false, "{'send': 'HTTP/1.1 200 OK\\r\\ncontent-length: -5\\r\\n\\r\\n', 'end': 'keep'}"),
    GIVES_A_BAD_STATUS(false, "{'send': 'HTTP/1.1 abc OK\\r\\n\\r\\n', 'end': 'close'}"),
    SENDS_AN_ENDLESS_HEADER(
            false,
            "{'send': 'HTTP/1.1 200 OK\\r\\nx-big: ', 'then': '" + "z".repeat(1000) + "', 'times': -1, 'end': 'keep'}"),
    SENDS_ENDLESS_HEADERS(false, "{'send': 'HTTP/1.1 200 OK\\r\\n', 'then': 'x: y\\r\\n', 'times': -1, 'end': 'keep'}"),
    FLOODS_100(false, "{'then': 'HTTP/1.1 100 Continue\\r\\n\\r\\n', 'times': -1, 'end': 'keep'}"),
    SWITCHES_PROTOCOLS(
            false, "{'send': 'HTTP/1.1 101 Switching Protocols\\r\\nupgrade: tunnel\\r\\n\\r\\n', 'end': 'keep'}"),
    SENDS_AN_ENDLESS_BODY(
            true,
            "{'send': 'HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n', 'then': '5\\r\\nhello\\r\\n', 'times': -1, 'end': 'keep'}"),
    SENDS_A_HUGE_BODY(true, "{'huge_mib': 1024}"),
    SENDS_A_BOMB(true, "{'gzip_mib': 256}"),
    REDIRECTS(
            false,
            "{'send': 'HTTP/1.1 302 Found\\r\\nlocation: /in/nowhere\\r\\ncontent-length: 0\\r\\n\\r\\n', 'end': 'keep'}"),
    WANTS_IT_AGAIN_AT_ONCE(false, "{'status': 503, 'retry_after': '0'}"),
    WANTS_IT_AGAIN_IN_3000_YEARS(false, "{'status': 503, 'retry_after': '99999999999'}"),
    WANTS_IT_AGAIN_SOON(false, "{'status': 408, 'retry_after': 'soon'}"),
    IS_LATE(false, "{'status': 200, 'delay_ms': 6000}");

    private final boolean delivered;
    private final String step;

    Hostile(boolean delivered, String step) {
        this.delivered = delivered;
        this.step = step;
    }

    /** Whether an attempt at it must be recorded as a success. */
    boolean delivered() {
        return delivered;
    }

    /** What the receiver plays, whatever the attempt. */
    String script() {
        return "[" + step.replace('\'', '"') + "]";
    }
}
