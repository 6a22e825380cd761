package io.modeenvoy.xds.server;

import java.util.List;

/**
 * How far one version of one resource has come: "programmed on {@code acked}/{@code nodes}".
 *
 * @param nodes connected clients of the group that subscribe to the type
 * @param rejections what those said who rejected it, sorted, each text once
 */
public record Programmed(int acked, int rejected, int nodes, List<String> rejections) {
    public Programmed {
        rejections = List.copyOf(rejections);
    }

    /** Whether there are clients and every one has it. */
    public boolean everywhere() {
        return nodes > 0 && acked == nodes;
    }
}
