package io.modeenvoy.k8s;

/** Why an object cannot be read, and which generation of it. */
public record Unreadable(String reason, long generation) {}
