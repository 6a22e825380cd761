package io.modeenvoy.file;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Consumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory that a test writes and reads again and again, without a watch. */
final class Workspace {
    private final Path root;
    private final Folder folder;

    Workspace(Path root) {
        this(root, LastGood.NOWHERE);
    }

    /** Read by a process that remembers. */
    Workspace(Path root, LastGood lastGood) {
        this.root = root;
        this.folder = new Folder(root, Schemas.shared(), lastGood);
    }

    /** A Consumer of this name and display name. */
    static String consumer(String name, String displayName) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: Consumer
            metadata: {name: %s}
            spec: {displayName: %s}
            """.formatted(name, displayName);
    }

    Workspace write(String file, String... documents) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, String.join("---\n", documents));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workspace delete(String file) {
        try {
            Files.delete(root.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Loaded reload() {
        return folder.reload(
                FolderScan.of(root),
                Stream.of("a.yaml", "b.yaml")
                        .map(file -> root.resolve(file).toAbsolutePath())
                        .collect(Collectors.toSet()));
    }

    /** Only what changed by size or time. */
    Loaded poll() {
        return folder.reload(FolderScan.of(root), Set.of());
    }

    /** As the watch tells it to those who knew {@code before}. */
    Loaded told(Loaded before, Loaded now) {
        return now.settled(before, folder.unsettled());
    }

    static List<String> names(Loaded loaded) {
        return loaded.view().list(Consumer.class).stream()
                .map(consumer -> consumer.getMetadata().getName() + "="
                        + consumer.getSpec().displayName())
                .toList();
    }

    static HasMetadata object(Loaded loaded, String name) {
        HasMetadata found = loaded.view().get(Consumer.class, "default", name);
        if (found == null) {
            throw new AssertionError("Consumer default/" + name + " is not in " + names(loaded));
        }
        return found;
    }
}
