package io.modeenvoy.app;

/**
 * A condition of an object.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
public record ConditionView(String type, String status, String reason, String message, long observedGeneration) {}
