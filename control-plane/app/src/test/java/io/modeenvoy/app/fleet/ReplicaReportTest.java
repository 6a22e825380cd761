package io.modeenvoy.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.app.fleet.Standing.Member;
import io.modeenvoy.app.fleet.Standing.OfType;
import io.modeenvoy.app.fleet.Standing.Refusal;
import io.modeenvoy.k8s.ReplicaNotes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplicaReportTest {
    private final Random random = new Random(7);

    @Test
    void comesOutAsItWentIn() throws IOException {
        OfType behind = new OfType(
                "v1",
                true,
                new TreeSet<>(List.of("a", "b")),
                new TreeMap<>(Map.of("c", new Refusal("v0", "no \"c\""))));
        ReplicaReport report = ReplicaReport.of(List.of(new Standing(
                "gateway/demo/edge",
                new TreeMap<>(Map.of("clusters", behind)),
                List.of(new Member("envoy-1", "2026-01-01T00:00:00Z", "delta")),
                3)));

        assertThat(ReplicaReport.parse(report.text(ReplicaNotes.LONGEST_TEXT))).isEqualTo(report);
    }

    /** What one replica tells wrongly must not cost what the others tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"format\":1,\"standings\":[null],\"untold\":0}",
                "{\"format\":1,\"standings\":[{\"group\":null,\"types\":{},\"members\":[],\"unnamed\":1}],\"untold\":0}",
                "{\"format\":1,\"standings\":[{\"group\":\"g\",\"types\":{\"t\":null},\"members\":[],\"unnamed\":1}],\"untold\":0}",
                "{\"format\":1,\"standings\":[{\"group\":\"g\",\"types\":{},\"members\":[],\"unnamed\":-1}],\"untold\":0}",
                "{\"format\":1,\"standings\":[],\"untold\":-1}"
            })
    void whatIsNoReportIsTold(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());

        assertThatThrownBy(() -> ReplicaReport.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void aThousandProxiesAtRestAreAFewKilobytes() {
        assertThat(ReplicaReport.of(List.of(standing("edge", 1000, false))).text(ReplicaNotes.LONGEST_TEXT))
                .hasSizeLessThan(48 << 10);
    }

    @Test
    void whereThereIsNoRoomNamesGiveWayFirstAndNoRejectionIsLost() throws IOException {
        List<Standing> fleet = new ArrayList<>(IntStream.range(0, 2000)
                .mapToObj(i -> standing("edge-" + i, 5, false))
                .toList());
        fleet.add(standing("guilty", 1, true));

        ReplicaReport whole = parsed(fleet, Integer.MAX_VALUE);
        assertThat(whole.untold()).isZero();
        assertThat(whole.standings().getFirst().members()).hasSize(5);

        ReplicaReport nameless = parsed(fleet, ReplicaNotes.LONGEST_TEXT);
        assertThat(nameless.standings().stream().mapToInt(Standing::size).sum() + nameless.untold())
                .isEqualTo(2000 * 5 + 1);
        assertThat(nameless.standings())
                .noneMatch(standing -> !standing.members().isEmpty());

        ReplicaReport tight = parsed(fleet, 20 << 10);
        assertThat(tight.untold()).isPositive();
        assertThat(tight.standings().getFirst().group()).isEqualTo("gateway/demo/guilty");
        assertThat(tight.standings().stream().mapToInt(Standing::size).sum() + tight.untold())
                .isEqualTo(2000 * 5 + 1);
    }

    @Test
    void whatLacksTooMuchIsTakenToHoldNothing() {
        TreeSet<String> many = new TreeSet<>(
                IntStream.range(0, 1000).mapToObj(i -> "cluster-" + i).toList());

        OfType type = OfType.of("v1", false, many, new TreeMap<>());

        assertThat(type.version()).isEmpty();
        assertThat(type.lacks()).isEmpty();
        assertThat(type.isCurrent()).isFalse();
    }

    @Test
    void anotherFormIsNotRead() throws IOException {
        ReplicaReport later = new ReplicaReport(2, List.of(), 0);

        assertThat(ReplicaReport.parse(later.text(ReplicaNotes.LONGEST_TEXT)).isKnown())
                .isFalse();
        assertThatThrownBy(() -> ReplicaReport.parse("no Base64!")).isInstanceOf(IOException.class);
    }

    private static ReplicaReport parsed(List<Standing> fleet, int longest) throws IOException {
        String text = ReplicaReport.of(fleet).text(longest);
        assertThat(text.length()).isLessThanOrEqualTo(longest);
        return ReplicaReport.parse(text);
    }

    /** With versions that say nothing of each other, as hashes do. */
    private Standing standing(String gateway, int clients, boolean rejects) {
        TreeMap<String, OfType> types = new TreeMap<>();
        for (String type : List.of("clusters", "endpoints", "listeners", "routes", "secrets")) {
            TreeMap<String, Refusal> refusals = new TreeMap<>();
            if (rejects) {
                refusals.put("it", new Refusal("v", "no such filter"));
            }
            types.put(type, new OfType(Long.toHexString(random.nextLong()), false, new TreeSet<>(), refusals));
        }
        List<Member> members = IntStream.range(0, clients)
                .mapToObj(i -> new Member(
                        gateway + "-7c9f8d5b4c-" + Integer.toString(random.nextInt(1 << 25), 36),
                        "2026-01-01T00:00:" + i % 60 + "." + random.nextInt(1_000_000) + "Z",
                        "delta"))
                .toList();
        return new Standing("gateway/demo/" + gateway, types, members, 0);
    }
}
