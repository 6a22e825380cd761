package io.modeenvoy.crd;

/** Regular expressions of fields that several kinds have. */
final class Formats {
    /** A Gateway API duration (GEP-2257). */
    static final String DURATION = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

    /** A host name, or a wildcard for its first label. */
    static final String HOSTNAME = "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** A DNS label. */
    static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** The name of a model, possibly ending in a star, or a star. */
    static final String MODEL = "^([^*\\s]+\\*?|\\*)$";

    /** The name of a header: a token of HTTP. */
    static final String HEADER = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    /** The name of a field of a request. */
    static final String FIELD = "^[A-Za-z0-9_-]{1,64}$";

    /** An amount of processor or memory as Kubernetes writes it. */
    static final String QUANTITY = "^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi)?$";

    /** The site of a web page, all below a domain, or all. */
    static final String ORIGIN = "^(\\*|https?://(\\*|(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?)(:[0-9]{1,5})?)$";

    /** A method, or a star. */
    static final String METHOD = "^([A-Z]+|\\*)$";

    private Formats() {}
}
