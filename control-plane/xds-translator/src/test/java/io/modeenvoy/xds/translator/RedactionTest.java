package io.modeenvoy.xds.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people never see of a resource. */
final class RedactionTest {
    private static final String PRECIOUS = "sesame";
    private static final DataSource SOURCE =
            DataSource.newBuilder().setInlineString(PRECIOUS).build();

    @Test
    void privateKeysAreHiddenAndCertificatesShown() {
        String json = json(Secret.newBuilder()
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(DataSource.newBuilder().setInlineString("chain"))
                        .setPrivateKey(SOURCE)
                        .setPassword(SOURCE))
                .build());
        assertThat(json).contains("chain", "private_key", "hidden").doesNotContain(PRECIOUS);
    }

    @Test
    void everyOtherKindOfSecretIsHiddenToo() {
        assertThat(json(Secret.newBuilder()
                        .setGenericSecret(GenericSecret.newBuilder().setSecret(SOURCE))
                        .build()))
                .contains("hidden")
                .doesNotContain(PRECIOUS);
        assertThat(json(Secret.newBuilder()
                        .setSessionTicketKeys(TlsSessionTicketKeys.newBuilder()
                                .addKeys(SOURCE)
                                .addKeys(SOURCE))
                        .build()))
                .contains("hidden")
                .doesNotContain(PRECIOUS);
        ByteString ours = io.modeenvoy.policy.proto.Secret.newBuilder()
                .setName("pepper/1")
                .setValue(ByteString.copyFromUtf8(PRECIOUS))
                .build()
                .toByteString();
        assertThat(XdsPrinter.json(PolicyTypes.SECRET, ours))
                .contains("pepper/1")
                .doesNotContain("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "proxy-authorization", "x-api-key", "Cookie", "x-auth-token", "apikey"})
    void valuesOfHeadersThatCarryCredentialsAreHidden(String name) {
        String json = json(routes(name));
        assertThat(json).contains(name, "hidden").doesNotContain(PRECIOUS);
    }

    @Test
    void valuesOfOtherHeadersAreShown() {
        assertThat(json(routes("x-tenant"))).contains(PRECIOUS).doesNotContain("hidden");
    }

    @Test
    void whatIsPackedIntoAnotherMessageIsLookedInto() {
        HttpConnectionManager http = HttpConnectionManager.newBuilder()
                .setRouteConfig(routes("authorization"))
                .build();
        assertThat(json(listener(Any.pack(http)))).contains("hidden").doesNotContain(PRECIOUS);
    }

    @Test
    void mapsAreLookedIntoAndKeepWhatIsNotSecret() {
        RouteConfiguration routes = RouteConfiguration.newBuilder()
                .addVirtualHosts(VirtualHost.newBuilder()
                        .putTypedPerFilterConfig("a", Any.pack(routes("authorization")))
                        .putTypedPerFilterConfig("b", Any.pack(routes("x-tenant"))))
                .build();
        HttpConnectionManager http =
                HttpConnectionManager.newBuilder().setRouteConfig(routes).build();
        for (String json : List.of(json(routes), json(listener(Any.pack(http))))) {
            assertThat(json).containsOnlyOnce("\"a\": {").containsOnlyOnce("\"b\": {");
            assertThat(json.split(PRECIOUS, -1)).hasSize(4);
            assertThat(json.split("hidden", -1)).hasSize(4);
        }
    }

    @Test
    void whatCannotBeLookedIntoLosesItsContents() {
        Listener listener = listener(Any.newBuilder()
                .setTypeUrl("type.googleapis.com/no.Such")
                .setValue(ByteString.copyFromUtf8(PRECIOUS))
                .build());
        ByteString hidden = Redaction.hide(TypeUrls.LISTENER, listener.toByteString());
        assertThat(Objects.requireNonNull(hidden).toStringUtf8())
                .contains("no.Such")
                .doesNotContain(PRECIOUS);
    }

    @Test
    void bytesWithNothingToHideStayAsTheyAre() {
        ByteString body = routes("x-tenant").toByteString();
        assertThat(Redaction.hide(TypeUrls.ROUTES, body)).isSameAs(body);
    }

    @Test
    void ofAnUnknownTypeNothingIsPromised() {
        assertThat(Redaction.hide("type.googleapis.com/no.Such", ByteString.EMPTY))
                .isNull();
        assertThat(XdsPrinter.json("type.googleapis.com/no.Such", ByteString.EMPTY))
                .isNull();
        ByteString wrong = ByteString.copyFromUtf8("\007");
        assertThatThrownBy(() -> Redaction.hide(TypeUrls.ROUTES, wrong)).hasMessageContaining("something else");
    }

    private static RouteConfiguration routes(String name) {
        HeaderValueOption header = HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(PRECIOUS))
                .build();
        StringMatcher exactly = StringMatcher.newBuilder().setExact(PRECIOUS).build();
        return RouteConfiguration.newBuilder()
                .addVirtualHosts(VirtualHost.newBuilder()
                        .addRoutes(Route.newBuilder()
                                .setMatch(RouteMatch.newBuilder()
                                        .addHeaders(HeaderMatcher.newBuilder()
                                                .setName(name)
                                                .setStringMatch(exactly))
                                        .addQueryParameters(QueryParameterMatcher.newBuilder()
                                                .setName(name)
                                                .setStringMatch(exactly)))
                                .addRequestHeadersToAdd(header)))
                .build();
    }

    private static Listener listener(Any filter) {
        return Listener.newBuilder()
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder().setName("filter").setTypedConfig(filter)))
                .build();
    }

    private static String json(Message message) {
        return Objects.requireNonNull(
                XdsPrinter.json(TypeUrls.of(message.getDescriptorForType()), message.toByteString()));
    }
}
