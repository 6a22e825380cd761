package io.modeenvoy.testkit.golden;

/** Whether golden files are compared or written. */
enum GoldenMode {
    COMPARE,
    REWRITE;

    /** What the system property {@code golden.update} asks for; a build under {@code CI} never rewrites. */
    static GoldenMode ofThisBuild() {
        boolean ci = System.getenv("CI") != null;
        return of(System.getProperty("golden.update"), ci);
    }

    static GoldenMode of(@org.jspecify.annotations.Nullable String update, boolean ci) {
        boolean rewrite = update != null && !update.equals("false");
        if (rewrite && ci) {
            throw new IllegalStateException("golden.update: " + update
                    + " (expected: absent where the environment has CI; rewrite on your machine)");
        }
        return rewrite ? REWRITE : COMPARE;
    }
}
