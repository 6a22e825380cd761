package io.modeenvoy.simulator;

import java.util.List;

/**
 * What a simulator is started with.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param defaults how answers behave where a request does not say
 * @param maxBodyBytes a longer request body is answered 413
 * @param journalSize how many of the last requests are remembered
 * @param models what {@code /v1/models} lists; any model name is answered
 */
public record SimulatorOptions(
        String host, int port, Behaviour defaults, int maxBodyBytes, int journalSize, List<String> models) {

    public static final SimulatorOptions DEFAULT = new SimulatorOptions(
            "127.0.0.1",
            0,
            Behaviour.NORMAL,
            16 * 1024 * 1024,
            1000,
            List.of("sim-small", "sim-large", "sim-embedding"));

    public SimulatorOptions {
        check(port >= 0 && port <= 65_535, "port: " + port + " (expected: 0..65535)");
        check(maxBodyBytes > 0, "maxBodyBytes: " + maxBodyBytes + " (expected: > 0)");
        check(journalSize >= 0, "journalSize: " + journalSize + " (expected: >= 0)");
        models = List.copyOf(models);
    }

    public SimulatorOptions withHost(String newHost) {
        return new SimulatorOptions(newHost, port, defaults, maxBodyBytes, journalSize, models);
    }

    public SimulatorOptions withPort(int newPort) {
        return new SimulatorOptions(host, newPort, defaults, maxBodyBytes, journalSize, models);
    }

    public SimulatorOptions withDefaults(Behaviour newDefaults) {
        return new SimulatorOptions(host, port, newDefaults, maxBodyBytes, journalSize, models);
    }

    public SimulatorOptions withMaxBodyBytes(int newMaxBodyBytes) {
        return new SimulatorOptions(host, port, defaults, newMaxBodyBytes, journalSize, models);
    }

    public SimulatorOptions withJournalSize(int newJournalSize) {
        return new SimulatorOptions(host, port, defaults, maxBodyBytes, newJournalSize, models);
    }

    public SimulatorOptions withModels(List<String> newModels) {
        return new SimulatorOptions(host, port, defaults, maxBodyBytes, journalSize, newModels);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
