package io.modeenvoy.service;

import java.nio.file.Path;
import java.util.List;

/**
 * The PEM files of one side of mutual TLS. They may be replaced at any time.
 *
 * @param certificate our own chain, leaf first
 * @param key of the leaf, PKCS#8
 * @param authorities whose signature on the other side's certificate counts
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {
    List<Path> all() {
        return List.of(certificate, key, authorities);
    }
}
