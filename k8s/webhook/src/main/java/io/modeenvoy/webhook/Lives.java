package io.modeenvoy.webhook;

import java.time.Duration;

/**
 * How long certificates live; each is replaced after two thirds of it.
 *
 * @param authority of one that signs
 * @param server of what we show
 * @param settling within which every API server and every replica of ours has learned what is new
 */
public record Lives(Duration authority, Duration server, Duration settling) {
    /** Two years, three months, an hour. */
    public static final Lives DEFAULTS = new Lives(Duration.ofDays(730), Duration.ofDays(90), Duration.ofHours(1));
}
