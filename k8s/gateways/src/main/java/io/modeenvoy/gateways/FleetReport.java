package io.modeenvoy.gateways;

/**
 * How it stands with the Envoys of a Gateway.
 *
 * @param made whether all there should be is there
 * @param reason one word for programs
 * @param message for people: what is there, or what is in the way and the way out
 */
public record FleetReport(boolean made, String reason, String message) {}
