package io.modeenvoy.bootstrap;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an Envoy and its control plane show each other who they are. Envoy reads the three PEM files through two small files of its secret discovery
 * (SDS), which is what makes it look at them again when they change.
 *
 * @param authorities whose signature on the control plane's certificate counts
 * @param certificate of this Envoy, with its chain
 * @param key of the certificate
 * @param sdsFolder where {@link #sdsFiles()} lie
 * @param serverName DNS name or address in the control plane's certificate
 */
public record AdsTls(Path authorities, Path certificate, Path key, Path sdsFolder, String serverName) {
    static final String CERTIFICATE = "ads-certificate";
    static final String AUTHORITIES = "ads-authorities";

    public AdsTls {
        authorities = authorities.toAbsolutePath().normalize();
        certificate = certificate.toAbsolutePath().normalize();
        key = key.toAbsolutePath().normalize();
        sdsFolder = sdsFolder.toAbsolutePath().normalize();
    }

    /** The files that Envoy expects in the folder: text by name. */
    public Map<String, String> sdsFiles() {
        Map<String, String> files = new TreeMap<>();
        files.put(file(CERTIFICATE), Yamls.of(TlsMessages.certificate(this)));
        files.put(file(AUTHORITIES), Yamls.of(TlsMessages.authorities(this)));
        return files;
    }

    static String file(String secret) {
        return secret + ".yaml";
    }

    /** The folder that is watched for a swap of files; null where two files do not share one: then each is watched for itself. */
    static @Nullable Path watched(Path one, Path other) {
        Path folder = one.getParent();
        return folder != null && folder.equals(other.getParent()) ? folder : null;
    }
}
