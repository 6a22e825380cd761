package io.modeenvoy.translator;

import io.modeenvoy.crd.Suggestion;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** The time zones that there are. */
final class Zones {
    private Zones() {}

    /** {@code ; did you mean Europe/Berlin?} for what is no zone: its city alone, or a word that is nearly one. */
    static String meant(String written) {
        String word = written.replace(' ', '_').toLowerCase(Locale.ROOT);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        return zones.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith("/" + word))
                .findFirst()
                .map(zone -> "; did you mean " + zone + "?")
                .orElseGet(() -> Suggestion.of(
                        written,
                        zones.stream().filter(zone -> begins(zone, word)).toList()));
    }

    /** All zones are more than a suggestion compares. */
    private static boolean begins(String zone, String word) {
        return !word.isEmpty()
                && zone.toLowerCase(Locale.ROOT).charAt(0) == word.charAt(0)
                && Math.abs(zone.length() - word.length()) <= 2;
    }
}
