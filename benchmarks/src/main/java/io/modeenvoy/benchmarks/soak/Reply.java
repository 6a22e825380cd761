package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * A response in either dialect.
 *
 * @param version of the type; empty in delta
 * @param whole what it does not carry is gone
 */
record Reply(
        String typeUrl, String nonce, String version, List<ByteString> bodies, List<String> removed, boolean whole) {}
