package io.spillway.gateway.request;

/** Goes along with a record whose answer is awaited: who awaits it, and under which id. */
public record Ticket(String requester, String request) {}
