package io.modeenvoy.translator;

/** Words for programs: the reasons of conditions, the Gateway API's own where it has one. */
final class Reasons {
    static final String ACCEPTED = "Accepted";
    static final String BACKEND_NOT_FOUND = "BackendNotFound";
    static final String CONFLICTED = "Conflicted";
    static final String DUPLICATE = "Duplicate";
    static final String HOSTNAME_CONFLICT = "HostnameConflict";
    static final String HOSTNAME_NOT_PERMITTED = "HostnameNotPermitted";
    static final String INCOMPATIBLE_FILTERS = "IncompatibleFilters";
    static final String INTERNAL_ERROR = "InternalError";
    static final String INVALID = "Invalid";
    static final String INVALID_CA_CERTIFICATE_REF = "InvalidCACertificateRef";
    static final String INVALID_CERTIFICATE_REF = "InvalidCertificateRef";
    static final String INVALID_KIND = "InvalidKind";
    static final String INVALID_PARAMETERS = "InvalidParameters";
    static final String INVALID_PROVIDER = "InvalidProvider";
    static final String INVALID_ROUTE_KINDS = "InvalidRouteKinds";
    static final String LEADS_BACK = "LeadsBack";
    static final String MODEL_NOT_LISTED = "ModelNotListed";
    static final String NAMESPACE_CONFLICT = "NamespaceConflict";
    static final String NEVER_ANSWERS = "NeverAnswers";
    static final String NO_ENDPOINTS = "NoEndpoints";
    static final String NO_MATCHING_LISTENER_HOSTNAME = "NoMatchingListenerHostname";
    static final String NO_MATCHING_PARENT = "NoMatchingParent";
    static final String NOT_ALLOWED = "NotAllowed";
    static final String NOT_ALLOWED_BY_LISTENERS = "NotAllowedByListeners";
    static final String NO_VALID_CA_CERTIFICATE = "NoValidCACertificate";
    static final String NOT_PERMITTED = "NotPermitted";
    static final String POLICY_UNREADABLE = "PolicyUnreadable";
    static final String PORT_UNAVAILABLE = "PortUnavailable";
    static final String PROTOCOL_CONFLICT = "ProtocolConflict";
    static final String REF_NOT_FOUND = "RefNotFound";
    static final String REF_NOT_PERMITTED = "RefNotPermitted";
    static final String SECRET_NOT_FOUND = "SecretNotFound";
    static final String TARGET_NOT_FOUND = "TargetNotFound";
    static final String UNSUPPORTED_ADDRESS = "UnsupportedAddress";
    static final String UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    static final String UNSUPPORTED_VALUE = "UnsupportedValue";

    private Reasons() {}
}
