package io.modeenvoy.testkit.live;

import java.io.IOException;

/** One client of the gateway; used by one thread. */
public interface Caller extends AutoCloseable {
    /** Makes a call and gives the status of the answer. */
    int call(String path) throws IOException;

    @Override
    void close();
}
