package io.modeenvoy.xds.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.TlsSecretIr;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The shared nodes of an IR by name. */
record IrIndex(Map<String, ClusterIr> clusters, Map<String, EndpointsIr> endpoints, Map<String, TlsSecretIr> secrets) {
    static IrIndex of(Ir ir) {
        return new IrIndex(
                ir.clusters().stream().collect(Collectors.toUnmodifiableMap(ClusterIr::name, Function.identity())),
                ir.endpoints().stream().collect(Collectors.toUnmodifiableMap(EndpointsIr::name, Function.identity())),
                ir.secrets().stream().collect(Collectors.toUnmodifiableMap(TlsSecretIr::name, Function.identity())));
    }
}
