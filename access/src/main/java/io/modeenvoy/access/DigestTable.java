package io.modeenvoy.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys by digest, immutable: two levels of 256 over the digest's first 16 bits, then a short list. A look-up among 100,000 keys touches four cold
 * cache lines where a balanced tree touches some fifteen, which is most of what it costs; a change copies two small arrays.
 */
final class DigestTable {
    private static final int FAN = 256;
    private static final KeyEntry[] NONE = {};
    private static final KeyEntry[][] NO_PAGE = page();
    private static final DigestTable EMPTY = new DigestTable(root());

    private final KeyEntry[][][] pages;

    private DigestTable(KeyEntry[][][] pages) {
        this.pages = pages;
    }

    static DigestTable empty() {
        return EMPTY;
    }

    /** All entries with {@code digest}, sorted by name: usually one. */
    List<KeyEntry> get(Digest digest) {
        @Nullable KeyEntry one = null;
        @Nullable List<KeyEntry> several = null;
        for (KeyEntry entry : slot(digest)) {
            if (digest.equals(entry.digest())) {
                if (one == null) {
                    one = entry;
                } else {
                    several = several == null ? new ArrayList<>(List.of(one)) : several;
                    several.add(entry);
                }
            }
        }
        return several != null ? several : one == null ? List.of() : List.of(one);
    }

    DigestTable with(KeyEntry entry) {
        KeyEntry[] old = slot(entry.digest());
        KeyEntry[] slot = Arrays.copyOf(old, old.length + 1);
        slot[old.length] = entry;
        Arrays.sort(slot, KeyEntry.BY_NAME);
        return replaced(entry.digest(), slot);
    }

    DigestTable without(KeyEntry entry) {
        KeyEntry[] slot = Arrays.stream(slot(entry.digest()))
                .filter(other -> !other.policy().name().equals(entry.policy().name()))
                .toArray(KeyEntry[]::new);
        return replaced(entry.digest(), slot.length == 0 ? NONE : slot);
    }

    private KeyEntry[] slot(Digest digest) {
        int slot = digest.slot();
        return pages[slot >>> 8][slot & 0xff];
    }

    private DigestTable replaced(Digest digest, KeyEntry[] slot) {
        KeyEntry[][][] changed = pages.clone();
        int page = digest.slot() >>> 8;
        changed[page] = pages[page].clone();
        changed[page][digest.slot() & 0xff] = slot;
        return new DigestTable(changed);
    }

    private static KeyEntry[][] page() {
        KeyEntry[][] page = new KeyEntry[FAN][];
        Arrays.fill(page, NONE);
        return page;
    }

    private static KeyEntry[][][] root() {
        KeyEntry[][][] root = new KeyEntry[FAN][][];
        Arrays.fill(root, NO_PAGE);
        return root;
    }
}
