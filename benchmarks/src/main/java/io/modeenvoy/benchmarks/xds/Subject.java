package io.modeenvoy.benchmarks.xds;

/** A server under test, within its own process. */
interface Subject {
    /** Where it listens on loopback. */
    int port();

    /** Serves this. */
    void publish(Mesh mesh);

    /** Moves an endpoint of one cluster. */
    void change(int number, int revision);
}
