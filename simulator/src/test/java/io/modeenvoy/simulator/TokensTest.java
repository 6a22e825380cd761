package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    @ParameterizedTest
    @CsvSource({"'',0", "'   ',0", "hello,1", "'hello, world!',4", "'  a  b ',2", "'snake_case 42',2", "'日本語 😀😀',3"})
    void countsWordsAndSingleSigns(String text, int tokens) {
        assertThat(Tokens.count(text)).isEqualTo(tokens);
        assertThat(Tokens.split(text, Integer.MAX_VALUE)).hasSize(tokens);
    }

    @Test
    void piecesJoinedAreTheText() {
        String text = "You said: \"don't\"\n\tpanic 😀!";
        assertThat(String.join("", Tokens.split(text, Integer.MAX_VALUE))).isEqualTo(text);
    }

    @Test
    void generatesExactlyTheCountAskedFor() {
        assertThat(Tokens.count(String.join("", Tokens.generate(1000)))).isEqualTo(1000);
        assertThat(Tokens.generate(0)).isEmpty();
    }
}
