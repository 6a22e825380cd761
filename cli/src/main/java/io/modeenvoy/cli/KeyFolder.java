package io.modeenvoy.cli;

import io.modeenvoy.app.Pepper;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.policy.NamespacedName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The APIKey objects of a directory. Each is written beside its place first, so that nobody reads half a file. */
record KeyFolder(Path directory, @Nullable Path state) implements KeyObjects {
    KeyFolder {
        if (!Files.isDirectory(directory)) {
            throw new CannotException(directory + ": no such directory (expected: the directory of your resources)");
        }
    }

    @Override
    public List<APIKey> keys() {
        return FileProvider.load(directory).view().list(APIKey.class);
    }

    @Override
    public Optional<APIKey> find(NamespacedName name) {
        return Optional.ofNullable(
                FileProvider.load(directory).view().get(APIKey.class, name.namespace(), name.name()));
    }

    @Override
    public boolean hasConsumer(NamespacedName consumer) {
        return FileProvider.load(directory).view().get(Consumer.class, consumer.namespace(), consumer.name()) != null;
    }

    @Override
    public boolean isTaken(NamespacedName name) {
        return Files.exists(file(name)) || find(name).isPresent();
    }

    @Override
    public Pepper pepper() {
        return StateDirectory.of(state, directory).prepare().pepper();
    }

    @Override
    public void add(NamespacedName name, APIKeySpec spec) {
        StringBuilder text = new StringBuilder()
                .append("apiVersion: modeenvoy.io/v1alpha1\n")
                .append("kind: APIKey\n")
                .append("metadata: {name: " + name.name() + ", namespace: " + name.namespace() + "}\n")
                .append("spec:\n")
                .append("  consumerRef: {name: " + spec.consumerRef().name() + "}\n")
                .append("  keyId: \"" + spec.keyId() + "\"\n")
                .append("  digest: {algorithm: HMAC-SHA-256, pepper: \""
                        + spec.digest().pepper() + "\", value: \""
                        + spec.digest().value() + "\"}\n");
        if (spec.expiresAt() != null) {
            text.append("  expiresAt: \"" + spec.expiresAt() + "\"\n");
        }
        if (!spec.allowedCIDRs().isEmpty()) {
            text.append("  allowedCIDRs: [\"" + String.join("\", \"", spec.allowedCIDRs()) + "\"]\n");
        }
        write(file(name), text.toString(), false);
    }

    @Override
    public void revoke(NamespacedName name) {
        set(name, "revoked", "true");
    }

    @Override
    public void expire(NamespacedName name, Instant end) {
        set(name, "expiresAt", "\"" + end + "\"");
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** Sets a field of a key's spec in the file that holds it; the rest of the file stays as it is, comments too. */
    private void set(NamespacedName name, String field, String value) {
        for (Path file : files()) {
            String text = read(file);
            Optional<String> changed = SpecEdit.set(text, "APIKey", name, field, value);
            if (changed.isPresent()) {
                write(file, changed.get(), true);
                return;
            }
        }
        throw new CannotException("APIKey " + name + ": its file in " + directory + " could not be changed; write "
                + field + ": " + value + " into its spec by hand");
    }

    private Path file(NamespacedName name) {
        return directory.resolve("apikey-" + name.namespace() + "-" + name.name() + ".yaml");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CannotException(directory + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CannotException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String text, boolean replace) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            if (!replace && Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new CannotException(file + ": exists already; choose another --name", e);
        } catch (IOException e) {
            throw new CannotException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
