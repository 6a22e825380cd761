package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What ProxySettings say. Nothing has a default here: what is absent is as the installation has it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.replicas) || !has(self.kind) || self.kind == 'Deployment'",
        message = "expected: replicas with the kind Deployment only",
        fieldPath = ".replicas")
public record ProxySettingsSpec(
        @JsonPropertyDescription(
                "Deployment, DaemonSet (one pod on each node), or None: somebody else starts the Envoys, and the"
                        + " Gateway says how.")
        @Nullable
        Kind kind,

        @Min(0) @Max(1000) @JsonPropertyDescription("How many pods a Deployment has.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("How the pods are reached.") @Nullable
        ServiceSettings service,

        @JsonPropertyDescription("What Envoy asks for of a node, and may use at most.") @Nullable
        Resources resources,

        @Min(1) @Max(1024) @JsonPropertyDescription("Worker threads of each Envoy.") @Nullable
        Integer concurrency,

        @JsonPropertyDescription("Labels of the nodes the pods may run on.")
        Map<String, @Size(max = 63) String> nodeSelector,

        @Size(max = 16) @JsonPropertyDescription("Taints of nodes that the pods bear.")
        List<Toleration> tolerations) {
    /** Nothing said. */
    public static final ProxySettingsSpec NOTHING =
            new ProxySettingsSpec(null, null, null, null, null, Map.of(), List.of());

    public ProxySettingsSpec {
        nodeSelector = Absent.map(nodeSelector);
        tolerations = Absent.list(tolerations);
    }

    /** What runs the pods. */
    public enum Kind {
        @JsonProperty("Deployment")
        DEPLOYMENT,
        @JsonProperty("DaemonSet")
        DAEMON_SET,
        @JsonProperty("None")
        NONE
    }

    /** How the pods are reached. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!has(self.type) || self.type == 'LoadBalancer' || !(has(self.loadBalancerClass) ||"
                    + " has(self.loadBalancerSourceRanges))",
            message = "expected: loadBalancerClass and loadBalancerSourceRanges with the type LoadBalancer only")
    public record ServiceSettings(
            @JsonPropertyDescription("Type of the Service.") @Nullable
            Type type,

            @JsonPropertyDescription("Annotations of the Service, for example of a cloud's load balancer.")
            Map<String, @Size(max = 1024) String> annotations,

            @JsonPropertyDescription("Local keeps the clients' addresses, Cluster spreads calls over all nodes.")
            @Nullable
            ExternalTrafficPolicy externalTrafficPolicy,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Class of the load balancer. It cannot be changed later.")
            @Nullable
            String loadBalancerClass,

            @Size(max = 64)
            @JsonPropertyDescription("Client addresses the load balancer takes calls from, for example 10.0.0.0/8.")
            List<@Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$") String> loadBalancerSourceRanges) {
        /** Nothing said. */
        public static final ServiceSettings NOTHING = new ServiceSettings(null, Map.of(), null, null, List.of());

        public ServiceSettings {
            annotations = Absent.map(annotations);
            loadBalancerSourceRanges = Absent.list(loadBalancerSourceRanges);
        }

        /** Types of Services. */
        public enum Type {
            @JsonProperty("ClusterIP")
            CLUSTER_IP,
            @JsonProperty("NodePort")
            NODE_PORT,
            @JsonProperty("LoadBalancer")
            LOAD_BALANCER
        }

        /** How calls from outside find a pod. */
        public enum ExternalTrafficPolicy {
            @JsonProperty("Cluster")
            CLUSTER,
            @JsonProperty("Local")
            LOCAL
        }

        /** This; where it is silent, {@code other}. */
        ServiceSettings over(ServiceSettings other) {
            return new ServiceSettings(
                    Absent.either(type, other.type),
                    annotations.isEmpty() ? other.annotations : annotations,
                    Absent.either(externalTrafficPolicy, other.externalTrafficPolicy),
                    Absent.either(loadBalancerClass, other.loadBalancerClass),
                    loadBalancerSourceRanges.isEmpty() ? other.loadBalancerSourceRanges : loadBalancerSourceRanges);
        }
    }

    /** What a container asks for, and may use at most. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Resources(
            @JsonPropertyDescription("What is kept free for it on its node.") @Nullable
            Amounts requests,

            @JsonPropertyDescription("What it may use at most.") @Nullable
            Amounts limits) {}

    /** Amounts of processor and memory. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Amounts(
            @Pattern(Formats.QUANTITY)
            @Size(max = 24)
            @JsonPropertyDescription("Processors, for example 500m.")
            @Nullable
            String cpu,

            @Pattern(Formats.QUANTITY) @Size(max = 24) @JsonPropertyDescription("Memory, for example 256Mi.") @Nullable
            String memory) {}

    /** A taint that is borne. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Toleration(
            @Size(max = 316) @JsonPropertyDescription("Key of the taint. Absent: every one.") @Nullable
            String key,

            @JsonPropertyDescription("Equal or Exists. Absent: Equal.") @Nullable
            Operator operator,

            @Size(max = 63) @JsonPropertyDescription("Value of the taint, with Equal.") @Nullable
            String value,

            @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute. Absent: all.") @Nullable
            Effect effect) {
        /** How the key is compared. */
        public enum Operator {
            @JsonProperty("Equal")
            EQUAL,
            @JsonProperty("Exists")
            EXISTS
        }

        /** What a taint does. */
        public enum Effect {
            @JsonProperty("NoSchedule")
            NO_SCHEDULE,
            @JsonProperty("PreferNoSchedule")
            PREFER_NO_SCHEDULE,
            @JsonProperty("NoExecute")
            NO_EXECUTE
        }
    }

    /** This; where it is silent, {@code other}. */
    public ProxySettingsSpec over(ProxySettingsSpec other) {
        return new ProxySettingsSpec(
                Absent.either(kind, other.kind),
                Absent.either(replicas, other.replicas),
                service == null
                        ? other.service
                        : service.over(other.service == null ? ServiceSettings.NOTHING : other.service),
                Absent.either(resources, other.resources),
                Absent.either(concurrency, other.concurrency),
                nodeSelector.isEmpty() ? other.nodeSelector : nodeSelector,
                tolerations.isEmpty() ? other.tolerations : tolerations);
    }
}
