package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.XdsReply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items 13 to 17, 25, 26, 39 and 42 of the protocol suite: what ACK and NACK lead to. */
final class AnswerTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i13RejectionIsParkedWhileTheFixAndUnrelatedChangesAreDelivered(Access access) {
        Client envoy = following(access, "a");
        server.publish(access, "b", 1);
        envoy.nack(envoy.sees(Set.of("b"), Set.of("a", "b")), no(access, "b"));
        envoy.isSilent();
        server.publish(access, "c", 1);
        getsBesides(access, envoy, "b", Set.of("c"), Set.of("a", "c"));
        envoy.isSilent();
        server.publish(access, "b", 2);
        envoy.gets(Set.of("b"), Set.of("a", "b", "c"));
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i13LastGoodVersionStaysInUseWhenAChangeIsRejected(Access access) {
        Client envoy = following(access, "a", "b");
        String good = version(access, "b");
        server.publish(access, "b", 2);
        envoy.nack(envoy.sees(Set.of("b"), Set.of("a", "b")), no(access, "b"));
        envoy.isSilent();
        assertThat(server.board.isAcked(GROUP, access.typeUrl(), "b", good)).isTrue();
        assertThat(rejection(access, "b")).singleElement().asString().contains("no such thing");
        server.publish(access, "a", 2);
        XdsReply other = envoy.take();
        assertThat(other.body("a")).isEqualTo(access.resource("a", 2).body());
        if (envoy.isWhole()) {
            assertThat(other.body("b")).isEqualTo(access.resource("b", 1).body());
        }
        server.publish(access, "b", 3);
        envoy.gets(Set.of("b"), Set.of("a", "b"));
        assertThat(rejection(access, "b")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i14GoodOnesOfARejectedResponseArriveWhenTheMessageNamesTheBadOne(Access access) {
        publish(access, "a", "b", "c");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.nack(envoy.next(), no(access, "b"));
        if (!oneByOne(access)) {
            envoy.gets(Set.of("a", "c"), Set.of("a", "c"));
            envoy.nack(envoy.sees(Set.of("b"), Set.of("a", "b", "c")), no(access, "b")); // it was only quoted
        }
        envoy.isSilent();
        assertThat(acked(access, "a")).isEqualTo(1);
        assertThat(acked(access, "b")).isZero();
        server.publish(access, "c", 2);
        getsBesides(access, envoy, "b", Set.of("c"), Set.of("a", "c"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i14GoodOneThatTheMessageQuotesArrives(Access access) {
        publish(access, "a", "b", "c");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        int rejected = answerUntilSilent(access, envoy, "b", "not as good as 'a' and 'c'");
        assertThat(rejected).isLessThanOrEqualTo(4);
        assertThat(List.of("a", "c")).allMatch(name -> acked(access, name) == 1);
        assertThat(rejection(access, "b")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i14BadOneOfManyIsFoundByHalvesWhenTheMessageNamesNone(Access access) {
        publish(access, "a", "b", "c", "d", "e");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        int rejected = answerUntilSilent(access, envoy, "c", "something is wrong");
        assertThat(rejected).isLessThanOrEqualTo(4);
        assertThat(List.of("a", "b", "d", "e")).allMatch(name -> acked(access, name) == 1);
        assertThat(rejection(access, "c")).singleElement().asString().contains("something is wrong");
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i14BadOneIsFoundAlsoIfEveryAnswerComesLaterThanAnybodyWaits(Access access) {
        publish(access, "a", "b", "c", "d", "e");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        int rejected = answerUntilSilent(access, envoy, "c", TestServer.PATIENCE);
        assertThat(rejected).isLessThanOrEqualTo(12);
        assertThat(List.of("a", "b", "d", "e")).allMatch(name -> acked(access, name) == 1);
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i14BrokenMessageIsNamedAndTheOthersComeAgainWithoutIt(Access access) {
        publish(access, "a", "b", "c");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.nack(
                envoy.next(),
                "goo.gle/debugstr\nname: \"b\"\nalt_stat_name: \"a\"\n: Proto constraint validation failed (because)");
        envoy.gets(Set.of("a", "c"), Set.of("a", "c"));
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i15RejectedChangeThatIsTakenBackIsNotSent(Access access) {
        Client envoy = following(access, "a");
        server.publish(access, "a", 2);
        envoy.nack(envoy.next(), "no");
        envoy.settle();
        assertThat(rejection(access, "a")).singleElement().asString().contains("no");
        server.publish(access, "a", 1);
        envoy.isSilent();
        assertThat(TypeAcks.orNone(server.board.nodes().getFirst().types().get(access.typeUrl()))
                        .rejections())
                .isEmpty();
        assertThat(acked(access, "a")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i16StaleRejectionChangesNothing(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        XdsReply first = envoy.take();
        server.publish(access, "a", 2);
        XdsReply second = envoy.next();
        envoy.nack(first, "too late");
        envoy.isSilent();
        envoy.ack(second);
        envoy.isSilent();
        assertThat(acked(access, "a")).isEqualTo(1);
        assertThat(rejection(access, "a")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i17SecondAckOfOneResponseIsHarmless(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        XdsReply reply = envoy.take();
        envoy.ack(reply);
        envoy.isSilent();
        server.publish(access, "a", 2);
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i25ChangesWhileAResponseIsUnansweredComeAsOne(Access access) {
        publish(access, "a", "b", "c");
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b", "c");
        XdsReply first = envoy.next();
        server.publish(access, "a", 2);
        server.publish(access, "b", 2);
        server.publish(access, "a", 3);
        envoy.isSilent();
        envoy.ack(first);
        envoy.gets(Set.of("a", "b"), Set.of("a", "b", "c"));
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i26ChangeThereAndBackWhileUnansweredIsNotSent(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        XdsReply first = envoy.next();
        server.publish(access, "a", 2);
        server.publish(access, "a", 1);
        envoy.ack(first);
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i39LastAckGetsNoAnswer(Access access) {
        Client envoy = following(access, "a", "b");
        for (int mark = 2; mark < 6; mark++) {
            server.publish(access, "a", mark);
            envoy.gets(Set.of("a"), Set.of("a", "b"));
        }
        envoy.isSilent();
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i42VersionIsEqualWhereBytesAreEqualOnEveryReplica(Access access) {
        try (TestServer replica = new TestServer()) {
            replica.publish(access, "a", 7);
            replica.publish(access, "a", 1);
            Client there = replica.connect(access);
            there.subscribeAll();
            Client here = following(access, "a");
            server.publish(access, "a", 2);
            String second = version(access, here.take());
            server.publish(access, "a", 1);
            String first = version(access, here.take());
            assertThat(version(access, there.take())).isEqualTo(first).isNotEqualTo(second);
        }
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void clientThatDoesNotAnswerIsNotWaitedForForeverAndItsLateRejectionCounts(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        XdsReply first = envoy.next();
        server.publish(access, "b", 1);
        envoy.isSilent();
        server.clock.advance(TestServer.PATIENCE);
        XdsReply second = envoy.next();
        assertThat(second.names()).containsExactly("b");
        envoy.nack(first, "a is bad");
        envoy.ack(second);
        envoy.settle();
        assertThat(rejection(access, "a")).singleElement().asString().contains("a is bad");
        assertThat(acked(access, "b")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void lateRejectionOfOneLeavesTheOthersOfItsResponseInUse(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        XdsReply first = envoy.next();
        server.publish(access, "a", 2);
        envoy.isSilent();
        server.clock.advance(TestServer.PATIENCE);
        XdsReply second = envoy.next();
        String words = "Error adding/updating cluster(s) ";
        envoy.nack(first, words + "b: no");
        envoy.nack(second, words + "a: no");
        envoy.settle();
        server.remove(access, "a"); // of which the client still holds the first version
        envoy.loses("a", Set.of());
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void whatWasForgottenAndAskedForAgainComesAlsoIfItsChangeWasRejectedMeanwhile(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        server.publish(access, "a", 2);
        XdsReply change = envoy.next();
        envoy.unsubscribe("a");
        envoy.subscribe("a");
        envoy.nack(change, "no");
        envoy.settle();
        XdsReply again = envoy.stream().arrived(access.typeUrl());
        if (again != null) {
            envoy.nack(again, "no");
        }
        server.publish(access, "a", 1);
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    /** ACKs what does not carry {@code bad} anew, rejects what does, and says how often; {@code after} each wait. */
    private int answerUntilSilent(Access access, Client envoy, String bad, Duration after) {
        return answerUntilSilent(access, envoy, bad, "something is wrong", after);
    }

    private int answerUntilSilent(Access access, Client envoy, String bad, String words) {
        return answerUntilSilent(access, envoy, bad, words, Duration.ZERO);
    }

    private int answerUntilSilent(Access access, Client envoy, String bad, String words, Duration after) {
        int rejected = 0;
        XdsReply reply = envoy.next();
        while (reply != null) {
            envoy.settle();
            server.clock.advance(after);
            envoy.settle();
            if (reply.names().contains(bad)) {
                rejected++;
                envoy.nack(reply, words);
            } else {
                envoy.ack(reply);
            }
            envoy.settle();
            reply = envoy.stream().arrived(access.typeUrl());
        }
        return rejected;
    }

    /** Takes a response; a whole one brings the bad one along, for it may be in use in an older form. */
    private void getsBesides(Access access, Client envoy, String bad, Set<String> changed, Set<String> all) {
        if (!envoy.isWhole() || !oneByOne(access)) {
            envoy.gets(changed, all);
            return;
        }
        Set<String> both = new TreeSet<>(all);
        both.add(bad);
        envoy.nack(envoy.sees(changed, both), no(access, bad));
    }

    /** A client of everything that has these. */
    private Client following(Access access, String... names) {
        publish(access, names);
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        Set<String> all = new TreeSet<>(Set.of(names));
        envoy.gets(all, all);
        envoy.settle();
        return envoy;
    }

    private void publish(Access access, String... names) {
        server.publish(
                access.typeUrl(),
                Set.of(names).stream().map(name -> access.resource(name, 1)).toArray(XdsResource[]::new));
    }

    private int acked(Access access, String name) {
        return server.board
                .programmed(GROUP, new ResourceKey(access.typeUrl(), name), version(access, name))
                .acked();
    }

    private List<String> rejection(Access access, String name) {
        return server.board
                .programmed(GROUP, new ResourceKey(access.typeUrl(), name), version(access, name))
                .rejections();
    }

    private String version(Access access, String name) {
        String version = server.store.version(GROUP, new ResourceKey(access.typeUrl(), name));
        return version == null ? "" : version;
    }

    private static String version(Access access, XdsReply reply) {
        return access.isDelta() ? reply.versions().getOrDefault("a", "") : reply.version();
    }

    /** Clusters and listeners are taken one by one: Envoy names the bad ones, the others of the response are in use. */
    private static boolean oneByOne(Access access) {
        return access.kind().whole();
    }

    private static String no(Access access, String name) {
        return switch (access.kind()) {
            case CDS -> "Error adding/updating cluster(s) " + name + ": no such thing";
            case LDS -> "Error adding/updating listener(s) " + name + ": no such thing";
            default -> "resource '" + name + "': no such thing";
        };
    }
}
