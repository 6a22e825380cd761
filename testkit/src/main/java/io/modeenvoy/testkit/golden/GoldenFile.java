package io.modeenvoy.testkit.golden;

/** A file of a golden case by its name inside the case's directory, for example {@code in/route.yaml}. */
public record GoldenFile(String name, String text) {}
