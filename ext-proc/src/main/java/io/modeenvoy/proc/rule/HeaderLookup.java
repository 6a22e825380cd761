package io.modeenvoy.proc.rule;

import org.jspecify.annotations.Nullable;

/** The request's headers by lower-case name, several lines joined with commas. */
@FunctionalInterface
public interface HeaderLookup {
    /** The value; null = absent. */
    @Nullable
    String get(String name);
}
