package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A certificate that is broken while it is in use. */
final class BrokenCertificateTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("authority");
    private static final HasMetadata GATEWAY = new GatewayBuilder()
            .withNewMetadata()
            .withNamespace("demo")
            .withName("edge")
            .endMetadata()
            .withNewSpec()
            .withGatewayClassName("modeenvoy")
            .addNewListener()
            .withName("https")
            .withPort(443)
            .withProtocol("HTTPS")
            .withNewTls()
            .addNewCertificateRef()
            .withName("cert")
            .endCertificateRef()
            .endTls()
            .endListener()
            .endSpec()
            .build();

    private final TestCertificate good = AUTHORITY.server("edge.example.com");

    private static Secret secret(String chain, String key) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("demo")
                .withName("cert")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withStringData(Map.of("tls.crt", chain, "tls.key", key))
                .build();
    }

    private static Translation translate(Translation last, HasMetadata... objects) {
        return ResourceTranslator.translate(
                ResourceView.of(List.of(objects)),
                TranslatorOptions.files(),
                last.memo(),
                last.ir().secrets());
    }

    private Translation inUse() {
        return ResourceTranslator.translate(
                ResourceView.of(List.of(GATEWAY, secret(good.pem(), good.key()))),
                TranslatorOptions.files(),
                Memo.empty(),
                PersistentMap.empty());
    }

    @Test
    void staysWhatItWasAndIsSaid() {
        Translation first = inUse();

        Translation broken = translate(first, GATEWAY, secret("no certificate", good.key()));
        Translation stillBroken = translate(broken, GATEWAY, secret("not one either", good.key()));

        assertThat(first.diagnostics()).isEmpty();
        assertThat(broken.ir().secrets()).isEqualTo(first.ir().secrets()).hasSize(1);
        assertThat(stillBroken.ir().secrets()).isEqualTo(first.ir().secrets());
        assertThat(stillBroken.diagnostics().stream().map(Diagnostic::toString))
                .contains(
                        "Gateway demo/edge spec.listeners[0].tls.certificateRefs[0].name: cert (expected: a Secret with a"
                                + " certificate and its key; see Secret demo/cert); the last good certificate stays in use");
    }

    @Test
    void isReplacedWhenItIsMended() {
        TestCertificate next = AUTHORITY.server("edge.example.com");
        Translation broken = translate(
                inUse(), GATEWAY, secret(good.pem(), AUTHORITY.server("other").key()));

        Translation mended = translate(broken, GATEWAY, secret(next.pem(), next.key()));

        assertThat(mended.diagnostics()).isEmpty();
        assertThat(mended.ir().secrets().values())
                .singleElement()
                .isInstanceOfSatisfying(
                        TlsSecretIr.Certificate.class,
                        certificate -> assertThat(certificate.chain()).isEqualTo(next.pem()));
    }

    @Test
    void goesWithItsSecret() {
        assertThat(translate(inUse(), GATEWAY).ir().secrets()).isEmpty();
    }

    @Test
    void isNoneIfItNeverWasGood() {
        Translation never = ResourceTranslator.translate(
                ResourceView.of(List.of(GATEWAY, secret("no certificate", "no key"))),
                TranslatorOptions.files(),
                Memo.empty());

        assertThat(never.ir().secrets()).isEmpty();
    }
}
