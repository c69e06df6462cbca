package io.spillway.topic;

/** Names of the record headers that Spillway writes; their values are UTF-8 text unless said otherwise. */
public final class HeaderNames {

    /** Of a command or a published event: the id under which its sender awaits the answer. */
    public static final String REQUEST = "spillway-request";
    /** Of a command or a published event: which gateway awaits the answer. */
    public static final String REQUESTER = "spillway-requester";
    /** Of a command or a published event: the {@code X-Request-Id} of the call that it comes from. */
    public static final String REQUEST_ID = "spillway-request-id";
    /** Of a re-keyed event: where the producer's record lies, as {@code topic-partition@offset}. */
    public static final String ORIGIN = "spillway-origin";
    /** Of a delivery: its id. */
    public static final String DELIVERY = "spillway-delivery";
    /** Of a delivery: the incarnation of its destination, since ids may be the same before and after an erasure. */
    public static final String INCARNATION = "spillway-incarnation";
    /** Of a delivery: the number of the attempt that comes next. */
    public static final String ATTEMPT = "spillway-attempt";
    /** Of a delivery: its pass. */
    public static final String PASS = "spillway-pass";
    /** Of a delivery that the next one of its destination waits for: there, with any value. */
    public static final String AWAITED = "spillway-awaited";
    /** Of an event: {@code application/json} where its value is plain JSON. */
    public static final String CONTENT_TYPE = "content-type";

    private HeaderNames() {}
}
