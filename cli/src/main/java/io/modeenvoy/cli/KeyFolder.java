package io.modeenvoy.cli;

import io.modeenvoy.access.ApiKey;
import io.modeenvoy.access.ApiKeys;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.policy.KeyDigest;
import io.modeenvoy.policy.NamespacedName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The APIKey objects of a directory. Each is written beside its place first, so that nobody reads half a file. */
record KeyFolder(Path directory) {
    KeyFolder {
        if (!Files.isDirectory(directory)) {
            throw new CannotException(directory + ": no such directory (expected: the directory of your resources)");
        }
    }

    /** The keys, by namespace and name. */
    List<APIKey> keys() {
        return FileProvider.load(directory).view().list(APIKey.class);
    }

    Optional<APIKey> find(NamespacedName name) {
        return keys().stream()
                .filter(key -> name.equals(new NamespacedName(
                        key.getMetadata().getNamespace(), key.getMetadata().getName())))
                .findFirst();
    }

    boolean hasConsumer(NamespacedName consumer) {
        return FileProvider.load(directory)
                        .view()
                        .get(io.modeenvoy.crd.Consumer.class, consumer.namespace(), consumer.name())
                != null;
    }

    /** A name for a new key of the consumer that no key has yet: {@code app-1}, {@code app-2}, … */
    NamespacedName freeName(NamespacedName consumer) {
        int number = 1;
        while (true) {
            NamespacedName name = new NamespacedName(consumer.namespace(), consumer.name() + "-" + number);
            if (find(name).isEmpty() && !Files.exists(file(name))) {
                return name;
            }
            number++;
        }
    }

    /** Makes a key, writes its object and gives the key: the only time it can be seen. */
    String create(
            NamespacedName name,
            NamespacedName consumer,
            String environment,
            Pepper pepper,
            @Nullable Instant expires) {
        ApiKey key = ApiKeys.generate(environment, new SecureRandom());
        KeyDigest digest = ApiKeys.digest(pepper.version(), pepper.secret().bytes(), key);
        StringBuilder text = new StringBuilder()
                .append("apiVersion: modeenvoy.io/v1alpha1\n")
                .append("kind: APIKey\n")
                .append("metadata: {name: " + name.name() + ", namespace: " + name.namespace() + "}\n")
                .append("spec:\n")
                .append("  consumerRef: {name: " + consumer.name() + "}\n")
                .append("  keyId: \"" + key.keyId() + "\"\n")
                .append("  digest: {algorithm: HMAC-SHA-256, pepper: \"" + digest.pepper() + "\", value: \""
                        + digest.base64() + "\"}\n");
        if (expires != null) {
            text.append("  expiresAt: \"" + expires + "\"\n");
        }
        write(file(name), text.toString(), false);
        return key.text();
    }

    /** Sets a field of a key's spec in the file that holds it; the rest of the file stays as it is, comments too. */
    void set(NamespacedName name, String field, String value) {
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
