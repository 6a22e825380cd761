package io.modeenvoy.devcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Where a cluster keeps its data, certificates and logs: for its owner's eyes, and used by one cluster at a time. */
final class ClusterFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private ClusterFolder(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** A new one that goes when it is closed. */
    static ClusterFolder temporary() throws IOException {
        Path path = Files.createTempDirectory("modeenvoy-dev-cluster-", OWNER_ONLY);
        return new ClusterFolder(path, true, lock(path));
    }

    /** One that stays. */
    static ClusterFolder kept(Path folder) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, OWNER_ONLY);
            Files.writeString(path.resolve(".gitignore"), "*\n");
        }
        return new ClusterFolder(path, false, lock(path));
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!held(channel)) {
            channel.close();
            throw new IOException(path + ": a dev-cluster runs with this state (expected: one at a time)");
        }
        return channel;
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Deletes a file, or a folder with all in it; nothing happens where there is none. */
    void remove(String name) throws IOException {
        remove(file(name));
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Gives the lock back; a temporary folder is deleted. */
    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary) {
            remove(path);
        }
    }
}
