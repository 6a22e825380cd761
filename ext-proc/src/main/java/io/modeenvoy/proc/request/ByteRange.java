package io.modeenvoy.proc.request;

/** Bytes {@code from} (inclusive) to {@code to} (exclusive) of a body. */
public record ByteRange(int from, int to) {}
