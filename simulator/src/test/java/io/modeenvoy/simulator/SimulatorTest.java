package io.modeenvoy.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts a simulator of its own for each test. */
abstract class SimulatorTest {
    static final String HELLO = "\"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]";

    ModelSimulator simulator;
    SimulatorClient client;

    @BeforeEach
    void start() {
        simulator = ModelSimulator.start(
                SimulatorOptions.DEFAULT.withMaxBodyBytes(4096).withJournalSize(3));
        client = new SimulatorClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
