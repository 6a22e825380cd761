package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsStream;
import java.util.Arrays;
import java.util.stream.Stream;

/** One of the ways to a type: each item of the protocol suite holds on every one it applies to. */
record Access(Dialect dialect, Service service, Kind kind) {
    static final String ALL = "io.modeenvoy.xds.server.Access#all";
    static final String DELTA = "io.modeenvoy.xds.server.Access#delta";
    static final String AT_ONCE = "io.modeenvoy.xds.server.Access#atOnce";
    static final String SOTW = "io.modeenvoy.xds.server.Access#sotw";
    static final String AGGREGATED = "io.modeenvoy.xds.server.Access#aggregated";
    static final String OWN = "io.modeenvoy.xds.server.Access#own";
    static final String SOME = "io.modeenvoy.xds.server.Access#some";

    /** Every way to every type. */
    static Stream<Access> all() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Service.values())
                        .flatMap(service ->
                                Arrays.stream(Dialect.values()).map(dialect -> new Access(dialect, service, kind))))
                .filter(Access::exists);
    }

    static Stream<Access> delta() {
        return all().filter(Access::isDelta);
    }

    /** Those that tell of a removal together with what else has changed. */
    static Stream<Access> atOnce() {
        return delta().filter(access -> !access.kind().hasGrace());
    }

    static Stream<Access> sotw() {
        return all().filter(access -> !access.isDelta());
    }

    static Stream<Access> aggregated() {
        return all().filter(access -> access.service() == Service.AGGREGATED);
    }

    static Stream<Access> own() {
        return all().filter(access -> access.service() == Service.OWN);
    }

    /** Every way to a type that is told whole and to one that is not, for what is slow and the same for all types. */
    static Stream<Access> some() {
        return all().filter(access -> access.kind() == Kind.CDS || access.kind() == Kind.EDS);
    }

    boolean isDelta() {
        return dialect == Dialect.DELTA;
    }

    String typeUrl() {
        return kind.typeUrl();
    }

    XdsResource resource(String name, int mark) {
        return kind.resource(name, mark);
    }

    XdsStream open(Channel channel, Node node) {
        return switch (dialect) {
            case DELTA -> DeltaStream.open(channel, kind.delta(service).orElseThrow(), node);
            case SOTW -> SotwStream.open(channel, kind.sotw(service).orElseThrow(), node);
        };
    }

    private boolean exists() {
        return isDelta() ? kind.delta(service).isPresent() : kind.sotw(service).isPresent();
    }

    @Override
    public String toString() {
        return kind + " " + dialect + " " + service;
    }
}
