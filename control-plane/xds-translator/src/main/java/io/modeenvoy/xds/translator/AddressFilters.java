package io.modeenvoy.xds.translator;

import com.google.api.expr.v1alpha1.Constant;
import com.google.api.expr.v1alpha1.Expr;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher;
import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import java.util.List;

/**
 * Refuses a request whose host has an address that the rules do not allow. Envoy asks the filter when it has chosen the host and before it connects, so nothing leaves, whatever
 * the name led to before. It sees one address of a host: hosts that are judged must have no others (STRICT_DNS).
 */
final class AddressFilters {
    /** In the response code details, {@code rbac_access_denied_matched_policy[provider-address]}. */
    private static final String POLICY = "provider-address";

    private static final String NAMESPACE = "io.modeenvoy.address";
    private static final String KEY = "judged";

    private AddressFilters() {}

    /** For a cluster all of whose hosts are judged. */
    static HttpFilter ofHosts(AddressRules rules) {
        return filter(refusal(rules));
    }

    /** For a composite cluster: of its members' hosts those with {@link #judged()} are judged. */
    static HttpFilter ofMembers(AddressRules rules) {
        return filter(refusal(rules).setCondition(isJudged()));
    }

    /** By which a composite cluster's filter knows a host that it must judge. */
    static Metadata judged() {
        return Metadata.newBuilder()
                .putFilterMetadata(
                        NAMESPACE,
                        Struct.newBuilder()
                                .putFields(
                                        KEY,
                                        Value.newBuilder().setBoolValue(true).build())
                                .build())
                .build();
    }

    private static HttpFilter filter(Policy.Builder refusal) {
        return RbacFilters.refusing("envoy.filters.http.upstream_rbac", POLICY, refusal);
    }

    private static Policy.Builder refusal(AddressRules rules) {
        Permission refused = anyOf(rules.refused());
        Permission permission = rules.exceptions().isEmpty()
                ? refused
                : Permission.newBuilder()
                        .setAndRules(Permission.Set.newBuilder()
                                .addRules(refused)
                                .addRules(Permission.newBuilder().setNotRule(anyOf(rules.exceptions()))))
                        .build();
        return Policy.newBuilder()
                .addPermissions(permission)
                .addPrincipals(Principal.newBuilder().setAny(true));
    }

    private static Permission anyOf(List<AddressRange> ranges) {
        Permission.Set.Builder any = Permission.Set.newBuilder();
        ranges.forEach(range -> any.addRules(in(range)));
        return Permission.newBuilder().setOrRules(any).build();
    }

    private static Permission in(AddressRange range) {
        UpstreamIpPortMatcher matcher = UpstreamIpPortMatcher.newBuilder()
                .setUpstreamIp(CidrRange.newBuilder()
                        .setAddressPrefix(range.base().getHostAddress())
                        .setPrefixLen(Messages.uint32(range.bits())))
                .build();
        return Permission.newBuilder()
                .setMatcher(Messages.extension(range.toString(), matcher))
                .build();
    }

    /** {@code xds.upstream_host_metadata.filter_metadata['io.modeenvoy.address']['judged'] == true}. */
    private static Expr isJudged() {
        Expr metadata = field(field(identifier("xds"), "upstream_host_metadata"), "filter_metadata");
        return call(
                "_==_",
                entry(entry(metadata, NAMESPACE), KEY),
                constant(Constant.newBuilder().setBoolValue(true)));
    }

    private static Expr identifier(String name) {
        return Expr.newBuilder()
                .setIdentExpr(Expr.Ident.newBuilder().setName(name))
                .build();
    }

    private static Expr field(Expr of, String name) {
        return Expr.newBuilder()
                .setSelectExpr(Expr.Select.newBuilder().setOperand(of).setField(name))
                .build();
    }

    private static Expr entry(Expr of, String key) {
        return call("_[_]", of, constant(Constant.newBuilder().setStringValue(key)));
    }

    private static Expr constant(Constant.Builder value) {
        return Expr.newBuilder().setConstExpr(value).build();
    }

    private static Expr call(String function, Expr first, Expr second) {
        return Expr.newBuilder()
                .setCallExpr(Expr.Call.newBuilder()
                        .setFunction(function)
                        .addArgs(first)
                        .addArgs(second))
                .build();
    }
}
