package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KubeconfigTest {
    private static final String TEXT = Kubeconfig.text("https://127.0.0.1:1", new ServerCertificate("pem"), "token");

    @Test
    void isOursWhenItKnowsNoOtherCluster() {
        assertThat(Kubeconfig.ours(TEXT)).isTrue();
        assertThat(Kubeconfig.ours("")).isFalse();
        assertThat(Kubeconfig.ours(TEXT.replace("current-context: modeenvoy-dev", "current-context: production")))
                .isFalse();
        assertThat(Kubeconfig.ours(TEXT + "# a second one\n    server: https://production\n"))
                .isFalse();
    }

    @Test
    void namesTheServerItsAuthorityAndTheToken() {
        assertThat(TEXT).contains("server: https://127.0.0.1:1", "certificate-authority-data: cGVt", "token: token");
    }
}
