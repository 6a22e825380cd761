package io.modeenvoy.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A secret the services need: a provider's credential or a pepper. Never printed. */
public final class SecretValue implements PolicyResource {
    private final String name;
    private final byte[] value;

    public SecretValue(String name, byte[] value) {
        this.name = name;
        this.value = value.clone();
    }

    /** Name of a provider's credential: {@code secret/namespace/name/key}. */
    public static String credentialName(NamespacedName secret, String key) {
        return "secret/" + secret + "/" + key;
    }

    /** Name of a pepper: {@code pepper/1}. */
    public static String pepperName(String version) {
        return "pepper/" + version;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public String resourceName() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue secret && name.equals(secret.name) && Arrays.equals(value, secret.value);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "SecretValue[" + name + ", hidden]";
    }
}
