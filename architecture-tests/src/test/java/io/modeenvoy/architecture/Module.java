package io.modeenvoy.architecture;

import java.util.EnumSet;
import java.util.Set;

/** Every module, its root package and the modules it may use. */
enum Module {
    INCREMENTAL("incremental"),
    CRD("crd"),
    POLICY("policy"),
    IR("ir"),
    RESOURCE_TRANSLATOR("translator"),
    XDS_TRANSLATOR("xds.translator"),
    XDS_SERVER("xds.server"),
    FILE_PROVIDER("file"),
    K8S_PROVIDER("k8s"),
    BOOTSTRAP("bootstrap"),
    WEBHOOK("webhook"),
    GATEWAYS("gateways"),
    SERVICE_RUNTIME("service"),
    ACCESS("access"),
    LEDGER("ledger"),
    EXT_AUTHZ("authz"),
    EXT_RATELIMIT("ratelimit"),
    EXT_PROC("proc"),
    SIMULATOR("simulator"),
    DEV_CLUSTER("devcluster"),
    APP("app"),
    CLI("cli");

    private final String packageName;

    Module(String packageName) {
        this.packageName = packageName;
    }

    String root() {
        return "io.modeenvoy." + packageName;
    }

    String pattern() {
        return root() + "..";
    }

    Set<Module> uses() {
        return switch (this) {
            case INCREMENTAL, POLICY, XDS_SERVER, SIMULATOR -> EnumSet.noneOf(Module.class);
            case CRD -> EnumSet.of(INCREMENTAL);
            case IR -> EnumSet.of(INCREMENTAL, POLICY);
            case ACCESS, LEDGER, SERVICE_RUNTIME, BOOTSTRAP -> EnumSet.of(POLICY);
            case FILE_PROVIDER, K8S_PROVIDER -> EnumSet.of(CRD);
            case DEV_CLUSTER -> EnumSet.of(CRD, BOOTSTRAP);
            case WEBHOOK -> EnumSet.of(POLICY, BOOTSTRAP, K8S_PROVIDER);
            case GATEWAYS -> EnumSet.of(CRD, POLICY, BOOTSTRAP, K8S_PROVIDER);
            case RESOURCE_TRANSLATOR -> EnumSet.of(INCREMENTAL, CRD, IR, POLICY);
            case XDS_TRANSLATOR -> EnumSet.of(INCREMENTAL, IR, POLICY);
            case EXT_AUTHZ -> EnumSet.of(POLICY, SERVICE_RUNTIME, ACCESS);
            case EXT_RATELIMIT -> EnumSet.of(POLICY, SERVICE_RUNTIME, LEDGER);
            case EXT_PROC -> EnumSet.of(POLICY, SERVICE_RUNTIME, ACCESS, LEDGER);
            case APP ->
                EnumSet.of(
                        INCREMENTAL,
                        CRD,
                        POLICY,
                        IR,
                        RESOURCE_TRANSLATOR,
                        XDS_TRANSLATOR,
                        XDS_SERVER,
                        FILE_PROVIDER,
                        K8S_PROVIDER,
                        BOOTSTRAP,
                        SERVICE_RUNTIME);
            case CLI -> EnumSet.allOf(Module.class);
        };
    }
}
