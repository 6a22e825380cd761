package io.modeenvoy.service;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket. The server binds {@link #binding()} beside it, which {@link #publish} moves into place with mode 0600 in one step:
 * nobody sees it with another mode, a stale file is replaced, and a client never meets a path without a listener.
 */
final class SocketFile {
    private final Path path;
    private @Nullable Object identity;

    SocketFile(Path path) {
        this.path = path;
    }

    /** The path to bind. */
    Path binding() {
        return Path.of(path + "~");
    }

    /** Makes the folder, and refuses a path on which somebody listens or which is no socket. */
    void prepare() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(binding());
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("unix socket: " + path + " is there and is no socket (expected: a free path)");
        } else if (answers()) {
            throw new IOException("unix socket: " + path + " is in use by another process (expected: a free path)");
        }
    }

    /** Puts the bound socket in its place. */
    void publish() throws IOException {
        Files.setPosixFilePermissions(binding(), PosixFilePermissions.fromString("rw-------"));
        identity = identity(binding());
        Files.move(binding(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes the file unless another process has put its own there. */
    void remove() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(identity, identity(path))) {
            Files.deleteIfExists(path);
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private boolean answers() {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
