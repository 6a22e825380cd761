package io.modeenvoy.file;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What tells one state of a file from another without reading it. */
record Stamp(long size, FileTime modified, @Nullable Object identity) {
    /** Of a file that must be read again in any case. */
    static final Stamp UNKNOWN = new Stamp(-1, FileTime.fromMillis(0), null);

    static Stamp of(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
}
