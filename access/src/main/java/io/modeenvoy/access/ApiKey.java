package io.modeenvoy.access;

/** A well-formed key with a right checksum; whether anybody knows it is another question. Never printed. */
public final class ApiKey {
    private final String text;
    private final String environment;
    private final String keyId;

    ApiKey(String text, String environment, String keyId) {
        this.text = text;
        this.environment = environment;
        this.keyId = keyId;
    }

    /** The whole key: a secret. */
    public String text() {
        return text;
    }

    /** The environment the key was made for, for example {@code live}. */
    public String environment() {
        return environment;
    }

    /** The public part, safe in logs. */
    public String keyId() {
        return keyId;
    }

    @Override
    public String toString() {
        return "ApiKey[me_" + environment + "_" + keyId + "_hidden]";
    }
}
