package io.modeenvoy.testkit.edge;

import java.util.Iterator;
import java.util.List;

/** Gives the sizes of a list in turn, for ever. */
final class Cycle implements Iterator<Integer> {
    private final List<Integer> sizes;
    private int next;

    Cycle(List<Integer> sizes) {
        this.sizes = sizes;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Integer next() {
        return sizes.get(next++ % sizes.size());
    }
}
