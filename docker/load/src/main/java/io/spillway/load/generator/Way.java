package io.spillway.load.generator;

/** A way in by HTTP: how events become a request, and what an answer says about them. */
interface Way {

    /** How many events a request carries. */
    int events();

    /** The request, head and body, that carries the events from this number on. */
    byte[] request(long first);

    /** Notes what the answer says about each event. */
    void note(long first, Response response, SentLog log);
}
