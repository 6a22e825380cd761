package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A client of one type over one access. It checks that every byte it is given is what is published. */
final class Client {
    private final TestServer server;
    private final Access access;
    private final XdsStream stream;
    private boolean wildcard;

    Client(TestServer server, Access access, XdsStream stream) {
        this.server = server;
        this.access = access;
        this.stream = stream;
    }

    XdsStream stream() {
        return stream;
    }

    void subscribe(String... names) {
        wildcard |= Set.of(names).contains("*");
        stream.subscribe(access.typeUrl(), names);
    }

    void unsubscribe(String... names) {
        wildcard &= !Set.of(names).contains("*");
        stream.unsubscribe(access.typeUrl(), names);
    }

    /** In the old way: by naming nothing. */
    void subscribeAll() {
        wildcard = true;
        stream.subscribeAll(access.typeUrl());
    }

    XdsReply next() {
        return stream.next(access.typeUrl());
    }

    XdsReply take() {
        return stream.take(access.typeUrl());
    }

    void ack(XdsReply reply) {
        stream.ack(reply);
    }

    void nack(XdsReply reply, String message) {
        stream.nack(reply, message);
    }

    /** Takes a response that is there because of {@code changed}; {@code all} is what the client then has. */
    XdsReply gets(Set<String> changed, Set<String> all) {
        XdsReply reply = sees(changed, all);
        ack(reply);
        return reply;
    }

    /** The same without the answer. */
    XdsReply sees(Set<String> changed, Set<String> all) {
        XdsReply reply = next();
        assertThat(reply.names()).isEqualTo(new TreeSet<>(isWhole() ? all : changed));
        assertThat(reply.removed()).isEmpty();
        reply.names().forEach(name -> assertPublished(reply, name));
        return reply;
    }

    /** Takes whatever tells it in this access that a resource is gone; {@code rest} is what it then has. */
    void loses(String gone, Set<String> rest) {
        if (access.kind().hasGrace()) {
            isSilent();
            server.clock.advance(Duration.ofSeconds(5));
        }
        if (access.isDelta()) {
            XdsReply reply = take();
            assertThat(reply.removed()).containsExactly(gone);
            assertThat(reply.names()).isEmpty();
        } else if (isWhole()) {
            assertThat(take().names()).isEqualTo(new TreeSet<>(rest));
        } else {
            isSilent(); // state of the world has no word for it
        }
    }

    /** The server has dealt with everything, and has nothing more to say. */
    void isSilent() {
        settle();
        assertThat(stream.arrived(access.typeUrl())).isNull();
    }

    /** Returns when the server has dealt with everything. */
    void settle() {
        server.settle(stream, access.typeUrl());
    }

    /** Whether a response leaves nothing out but what is gone. */
    boolean isWhole() {
        return !access.isDelta() && (wildcard || access.kind().whole());
    }

    private void assertPublished(XdsReply reply, String name) {
        XdsResource published = Objects.requireNonNull(
                server.store.resource(Fixtures.GROUP, new ResourceKey(access.typeUrl(), name)), name);
        assertThat(reply.body(name)).isEqualTo(published.body());
        assertThat(reply.versions().getOrDefault(name, published.version())).isEqualTo(published.version());
    }
}
