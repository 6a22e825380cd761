package io.modeenvoy.ir;

/** A TLS secret delivered by SDS under its name. */
public sealed interface TlsSecretIr {
    /** {@code secret/namespace/name}, {@code trust/namespace/name} or {@code backendtlspolicy/namespace/name}. */
    String name();

    /** The object it came from. */
    ObjectRef origin();

    /** A certificate chain and its key, PEM. */
    record Certificate(String name, ObjectRef origin, String chain, Hidden privateKey) implements TlsSecretIr {}

    /** Certificates that sign servers we trust, PEM. */
    record Trust(String name, ObjectRef origin, String certificates) implements TlsSecretIr {}

    /** Text that is never printed. */
    record Hidden(String value) {
        @Override
        public String toString() {
            return "hidden";
        }
    }
}
