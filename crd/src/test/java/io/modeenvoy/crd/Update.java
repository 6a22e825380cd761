package io.modeenvoy.crd;

/** Whether committed results are to be rewritten: {@code -Dcrd.update}, never where {@code CI} is set. */
final class Update {
    private Update() {}

    static boolean wanted() {
        boolean wanted = System.getProperty("crd.update") != null;
        if (wanted && System.getenv("CI") != null) {
            throw new IllegalStateException("crd.update: set (expected: not where CI is set)");
        }
        return wanted;
    }
}
