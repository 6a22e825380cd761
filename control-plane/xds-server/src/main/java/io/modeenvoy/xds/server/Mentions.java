package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every text that stands in a message, found in its wire form without knowing its type: a resource that names a cluster, a
 * secret or a route configuration anywhere, however deep in Any messages, mentions it. This is how the server knows what
 * depends on what while resources stay opaque. Reading too much (a text that only looks like a name) makes a resource wait
 * for one more answer, a time at most, and is never wrong.
 */
final class Mentions {
    private static final int LONGEST_NAME = 512;
    private static final int DEEPEST = 64;

    private final Set<String> texts;

    private Mentions(Set<String> texts) {
        this.texts = texts;
    }

    static Mentions in(ByteString body) {
        Set<String> texts = new HashSet<>();
        collect(body, texts, DEEPEST);
        return new Mentions(Set.copyOf(texts));
    }

    boolean contains(String name) {
        return texts.contains(name);
    }

    boolean any(Predicate<String> test) {
        return texts.stream().anyMatch(test);
    }

    Set<String> texts() {
        return texts;
    }

    /** Whether the bytes are a well-formed message; texts of a part that is none are kept: they do no harm. */
    private static boolean collect(ByteString message, Set<String> texts, int depth) {
        CodedInputStream in = message.newCodedInput();
        try {
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    in.skipField(tag);
                } else {
                    field(in.readBytes(), texts, depth);
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void field(ByteString bytes, Set<String> texts, int depth) {
        if (!bytes.isEmpty() && bytes.size() <= LONGEST_NAME && isText(bytes)) {
            texts.add(bytes.toStringUtf8());
        }
        if (depth > 0 && bytes.size() > 2) {
            collect(bytes, texts, depth - 1);
        }
    }

    private static boolean isText(ByteString bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            if (bytes.byteAt(i) >= 0 && bytes.byteAt(i) < ' ') {
                return false;
            }
        }
        return bytes.isValidUtf8();
    }
}
