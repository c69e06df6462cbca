package io.spillway.stream.filter;

/** What becomes of a filter's text: the filter, or a refusal. */
public sealed interface ParsedFilter permits Filter, Refusal {}
