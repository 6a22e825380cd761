package io.modeenvoy.app.fleet;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What one replica tells the others of its clients.
 *
 * @param format of this text; one that we do not know tells nothing
 * @param untold how many clients there was no room for
 */
public record ReplicaReport(int format, List<Standing> standings, int untold) {
    private static final int FORMAT = 1;
    /** More than any report of ours unfolds to. */
    private static final int LONGEST_JSON = 16 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public ReplicaReport {
        standings = List.copyOf(standings);
    }

    /** Of the clients of this replica. */
    public static ReplicaReport of(List<Standing> standings) {
        return new ReplicaReport(FORMAT, standings, 0);
    }

    /** Whether we understand it. */
    boolean isKnown() {
        return format == FORMAT;
    }

    /** As text no longer than that: first the names of clients give way, then those who rejected nothing. */
    public String text(int longest) {
        String whole = encoded();
        if (whole.length() <= longest) {
            return whole;
        }
        List<Standing> nameless = standings.stream()
                .map(standing -> standing.with(List.of(), standing.size()))
                .sorted(Comparator.comparing(ReplicaReport::rejectsNothing))
                .toList();
        ReplicaReport shorter = new ReplicaReport(format, nameless, untold);
        String text = shorter.encoded();
        while (text.length() > longest) {
            shorter = shorter.half();
            text = shorter.encoded();
        }
        return text;
    }

    private static boolean rejectsNothing(Standing standing) {
        return standing.types().values().stream()
                .allMatch(type -> type.refusals().isEmpty());
    }

    private ReplicaReport half() {
        int kept = standings.size() / 2;
        int lost = standings.stream().skip(kept).mapToInt(Standing::size).sum();
        return new ReplicaReport(format, standings.subList(0, kept), untold + lost);
    }

    private String encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** @throws IOException if it is no such text */
    static ReplicaReport parse(String text) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII))))) {
            byte[] json = zip.readNBytes(LONGEST_JSON + 1);
            if (json.length > LONGEST_JSON) {
                throw new IOException("longer than " + LONGEST_JSON + " bytes");
            }
            ReplicaReport report = JSON.readValue(json, ReplicaReport.class);
            if (report == null || report.untold < 0) {
                throw new IOException("no report");
            }
            return report;
        } catch (IllegalArgumentException e) {
            throw new IOException("no Base64", e);
        }
    }
}
