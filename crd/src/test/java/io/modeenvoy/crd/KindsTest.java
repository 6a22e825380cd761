package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {
    @ParameterizedTest
    @CsvSource({
        "modeenvoy.io/v1alpha1,AIRoute,airoutes,true",
        "modeenvoy.io/v1alpha1,Tenant,tenants,false",
        "modeenvoy.io/v1alpha1,APIKey,apikeys,true",
        "gateway.networking.k8s.io/v1,GatewayClass,gatewayclasses,false",
        "gateway.networking.k8s.io/v1,Gateway,gateways,true",
        "gateway.networking.k8s.io/v1,HTTPRoute,httproutes,true",
        "gateway.networking.k8s.io/v1,GRPCRoute,grpcroutes,true",
        "gateway.networking.k8s.io/v1,TLSRoute,tlsroutes,true",
        "gateway.networking.k8s.io/v1,TCPRoute,tcproutes,true",
        "gateway.networking.k8s.io/v1,UDPRoute,udproutes,true",
        "gateway.networking.k8s.io/v1,ListenerSet,listenersets,true",
        "gateway.networking.k8s.io/v1,BackendTLSPolicy,backendtlspolicies,true",
        "gateway.networking.k8s.io/v1,ReferenceGrant,referencegrants,true",
        "v1,Secret,secrets,true",
        "v1,Namespace,namespaces,false",
        "discovery.k8s.io/v1,EndpointSlice,endpointslices,true"
    })
    void findsByVersionAndKind(String apiVersion, String kind, String plural, boolean namespaced) {
        assertThat(Kinds.find(apiVersion, kind)).hasValueSatisfying(found -> {
            assertThat(found.plural()).isEqualTo(plural);
            assertThat(found.namespaced()).isEqualTo(namespaced);
        });
    }

    @ParameterizedTest
    @CsvSource({"modeenvoy.io/v1,AIRoute", "v1,Pod", "apps/v1,Deployment"})
    void findsNothingElse(String apiVersion, String kind) {
        assertThat(Kinds.find(apiVersion, kind)).isEmpty();
    }
}
