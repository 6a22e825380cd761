package io.modeenvoy.cli;

/** What every command exits with. */
final class ExitCode {
    /** Good. */
    static final int GOOD = 0;

    /** The answer is no: problems found, denied. */
    static final int NO = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    /** Could not do it: no connection, no Envoy. */
    static final int CANNOT = 3;

    private ExitCode() {}
}
