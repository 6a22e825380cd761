package io.modeenvoy.ledger;

import io.modeenvoy.ledger.LedgerDamage.Lost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Damage that nobody has accepted yet, on the disk: a line of time, file, offset and reason for each place. While the file is there, it counts. */
final class DamageFile {
    private static final String ACCEPTED = "-accepted-";

    private final Path path;

    DamageFile(Path path) {
        this.path = path;
    }

    /** Whether an operator has accepted it. A file that merely cannot be seen is not accepted. */
    boolean isAccepted() {
        try (DirectoryStream<Path> accepted =
                Files.newDirectoryStream(path.getParent(), path.getFileName() + ACCEPTED + "*")) {
            return Files.notExists(path) && accepted.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    /** Null = none. A line that cannot be read is a place that cannot. */
    @Nullable
    LedgerDamage read() throws IOException {
        if (Files.notExists(path)) {
            return null;
        }
        Instant at = Files.getLastModifiedTime(path).toInstant();
        List<Lost> lost = new ArrayList<>();
        Instant latest = Instant.MIN;
        for (String line : new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            String[] words = line.split("\t", 4);
            try {
                Instant found = Instant.parse(words[0]);
                lost.add(new Lost(words[1], Long.parseLong(words[2]), words[3]));
                latest = found.isAfter(latest) ? found : latest;
            } catch (DateTimeParseException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
                lost.add(new Lost(path.getFileName().toString(), 0, "not understood: " + line));
                latest = at.isAfter(latest) ? at : latest;
            }
        }
        return new LedgerDamage(lost.isEmpty() ? at : latest, lost);
    }

    /** Adds what was found now to what was found before. */
    LedgerDamage add(Instant now, List<Lost> found) throws IOException {
        LedgerDamage before = read();
        Set<Lost> all = new LinkedHashSet<>(before == null ? List.of() : before.lost());
        all.addAll(found);
        LedgerDamage damage =
                new LedgerDamage(before == null || now.isAfter(before.at()) ? now : before.at(), new ArrayList<>(all));
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        StringBuilder lines = new StringBuilder();
        damage.lost()
                .forEach(one -> lines.append(damage.at())
                        .append('\t')
                        .append(one.file())
                        .append('\t')
                        .append(one.offset())
                        .append('\t')
                        .append(one.reason().lines().findFirst().orElse(""))
                        .append('\n'));
        Files.writeString(draft, lines);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return damage;
    }

    /** It counts no more; it is kept beside, as what it was about. */
    void accept(Instant now) throws IOException {
        Files.move(
                path,
                path.resolveSibling(path.getFileName() + ACCEPTED + now.getEpochSecond()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
