package io.spillway.load.generator;

/** One HTTP answer. */
record Response(int status, byte[] body) {}
