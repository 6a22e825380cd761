package io.modeenvoy.testkit.envoy;

/**
 * What Envoy says of a configuration.
 *
 * @param output its whole log
 */
public record Validation(boolean accepted, String output) {}
