package io.modeenvoy.ir;

/** A TCP port. */
public record Port(int value) implements Comparable<Port> {
    public Port {
        Checks.check(value >= 1 && value <= 65535, "port: " + value + " (expected: 1..65535)");
    }

    @Override
    public int compareTo(Port other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
