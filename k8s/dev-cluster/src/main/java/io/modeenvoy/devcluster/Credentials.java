package io.modeenvoy.devcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The administrator's token, and the key that signs the tokens of service accounts; both stay the same as long as the folder does. */
record Credentials(String adminToken, Path tokens, Path serviceAccountKey) {
    private static final int KEY_BITS = 2048;
    private static final int TOKEN_BYTES = 32;

    static Credentials in(ClusterFolder folder) throws IOException {
        Path token = folder.file("admin.token");
        if (!Files.exists(token)) {
            write(token, random());
        }
        Path key = folder.file("service-accounts.key");
        if (!Files.exists(key)) {
            write(key, privateKey());
        }
        String admin = Files.readString(token).strip();
        Path tokens = write(folder.file("tokens.csv"), admin + ",admin,admin,system:masters\n");
        return new Credentials(admin, tokens, key);
    }

    /** For its owner's eyes only. */
    static Path write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.writeString(file, text);
    }

    private static String random() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
