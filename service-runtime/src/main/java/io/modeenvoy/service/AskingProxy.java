package io.modeenvoy.service;

import io.grpc.Context;
import io.grpc.Status;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxy that asks a service. What it asks names a Gateway's entry or route, so the service asks it back whether it may speak for that Gateway. */
public interface AskingProxy {
    /** Where the door of a service leaves the proxy that came in by it. */
    Context.Key<AskingProxy> KEY = Context.key("modeenvoy.proxy");

    /** The proxy of the call under way. */
    static AskingProxy current() {
        AskingProxy proxy = KEY.get();
        return proxy == null ? new Neighbour() : proxy;
    }

    /** What it is to whatever these Gateways have. */
    Standing standing(List<NamespacedName> gateways);

    /** What tells it from others, whatever the connection. */
    Object identity();

    /** Its standing, or {@code PERMISSION_DENIED}. */
    default Standing.Admitted require(List<NamespacedName> gateways) {
        return switch (standing(gateways)) {
            case Standing.Admitted admitted -> admitted;
            case Standing.Foreign(String objection) ->
                throw Status.PERMISSION_DENIED.withDescription(objection).asRuntimeException();
        };
    }

    /** Who came by a Unix socket or in plain text: believed, for somebody else guards the way. */
    record Neighbour() implements AskingProxy {
        @Override
        public Object identity() {
            return this;
        }

        @Override
        public Standing standing(List<NamespacedName> gateways) {
            return new Standing.OfGateway();
        }
    }

    /** What a proxy is to the Gateways it asks for. */
    sealed interface Standing {
        /** It gets an answer. */
        sealed interface Admitted extends Standing {
            /** Where its client calls from, of which the proxy itself says {@code said}; null = unknown. */
            @Nullable
            String clientAddress(@Nullable String said);
        }

        /** One of the Envoys of such a Gateway: it sees the clients. */
        record OfGateway() implements Admitted {
            @Override
            public @Nullable String clientAddress(@Nullable String said) {
                return said;
            }
        }

        /** One in a workload's pod, whose address is its client's too. */
        record OfWorkload(String address) implements Admitted {
            @Override
            public String clientAddress(@Nullable String said) {
                return address;
            }
        }

        /** Somebody else's: it gets no answer. */
        record Foreign(String objection) implements Standing {}
    }
}
