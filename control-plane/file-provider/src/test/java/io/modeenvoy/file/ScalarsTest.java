package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same words mean the same to kubectl. */
class ScalarsTest {
    @ParameterizedTest
    @CsvSource({
        "~,null",
        "null,null",
        "true,true",
        "Yes,true",
        "off,false",
        "n,false",
        "0,0",
        "-12,-12",
        "+3,3",
        "1_000,1000",
        "010,8",
        "0x1F,31",
        "0o17,15",
        "0b101,5",
        "9223372036854775807,9223372036854775807",
        "1.5,1.5",
        ".5,0.5",
        "12:30,\"12:30\"",
        "2026-11-20,\"2026-11-20\"",
        "5xx,\"5xx\"",
        "1.2.3,\"1.2.3\"",
        "-,\"-\"",
        "09,9",
        "0.,0",
        "0x_,\"0x_\"",
        "-0b__,\"-0b__\"",
        "0o_,\"0o_\"",
        "0x_f_,15",
        "0_,0"
    })
    void plainWordMeans(String word, String json) {
        assertThat(Scalars.plain(word)).hasToString(json);
    }
}
