package io.modeenvoy.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** A certificate authority that lives as long as a test; what it signs is good for a few days. */
public final class TestAuthority {
    private final X509Bundle root;

    private TestAuthority(X509Bundle root) {
        this.root = root;
    }

    /** An authority of that name with a key of its own. */
    public static TestAuthority named(String name) {
        try {
            return new TestAuthority(new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
                    .buildSelfSigned());
        } catch (Exception e) {
            throw new AssertionError("authority " + name, e);
        }
    }

    /** Its own certificate, in PEM. */
    public String pem() {
        return root.getCertificatePEM();
    }

    /** A certificate for a server on this machine: {@code localhost}, 127.0.0.1 and one more DNS name. */
    public TestCertificate server(String dnsName) {
        return sign(new CertificateBuilder()
                .subject("CN=" + dnsName)
                .addSanDnsName(dnsName)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth());
    }

    /** A certificate for the client of this URI, for instance a SPIFFE ID. */
    public TestCertificate client(String uri) {
        try {
            return sign(new CertificateBuilder()
                    .subject("CN=client")
                    .addSanUriName(uri)
                    .addExtendedKeyUsageClientAuth());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError("uri: " + uri, e);
        }
    }

    /** A certificate for who is both: a server of that name, and the client of this URI. */
    public TestCertificate serverAndClient(String dnsName, String uri) {
        try {
            return sign(new CertificateBuilder()
                    .subject("CN=" + dnsName)
                    .addSanDnsName(dnsName)
                    .addSanUriName(uri)
                    .addExtendedKeyUsageServerAuth()
                    .addExtendedKeyUsageClientAuth());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError("uri: " + uri, e);
        }
    }

    /** A certificate for a client with a subject and nothing else. */
    public TestCertificate clientWithSubject(String subject) {
        return sign(new CertificateBuilder().subject(subject).addExtendedKeyUsageClientAuth());
    }

    private TestCertificate sign(CertificateBuilder builder) {
        try {
            X509Bundle signed = builder.ecp256()
                    .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                    .buildIssuedBy(root);
            return new TestCertificate(signed.getCertificate(), signed.getCertificatePEM(), signed.getPrivateKeyPEM());
        } catch (Exception e) {
            throw new AssertionError("certificate", e);
        }
    }
}
