package io.modeenvoy.translator;

import io.modeenvoy.incremental.Input;
import io.modeenvoy.ir.TlsSecretIr;

/** What the last translation gave the fleet for SDS, by name: where a certificate is broken now, it stays in use. */
record KeptSecrets() implements Input<Scope, String, TlsSecretIr> {}
