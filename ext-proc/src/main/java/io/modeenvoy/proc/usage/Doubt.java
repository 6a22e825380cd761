package io.modeenvoy.proc.usage;

/** What is odd about the usage that a provider reports. It is charged all the same. */
public enum Doubt {
    /** The total is more than the parts: the rest counts as output. */
    UNEXPLAINED("unexplained"),
    /** The parts are more than the total: they count. */
    OVER_TOTAL("over_total"),
    /** A number that counts nothing: below zero, beyond 2^53, or more cached input than there is input. */
    IMPOSSIBLE("impossible"),
    /** More input than the model's context window holds. */
    OVER_WINDOW("over_window"),
    /** More output than the provider was told to make. */
    OVER_LIMIT("over_limit");

    private final String label;

    Doubt(String label) {
        this.label = label;
    }

    /** The word in logs and metrics. */
    public String label() {
        return label;
    }
}
