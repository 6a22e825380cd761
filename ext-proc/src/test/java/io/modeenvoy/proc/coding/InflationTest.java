package io.modeenvoy.proc.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inflating answers in any pieces. */
final class InflationTest {
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hällo\"}}]}\n\n".repeat(50);

    private static byte[] text() {
        return Packed.bytes(TEXT);
    }

    private static Piece inflated(String coding, byte[] bytes, int step) {
        try (Inflation inflation = Inflation.of(coding).orElseThrow()) {
            ByteString all = ByteString.EMPTY;
            for (int at = 0; at < bytes.length; at += step) {
                Piece piece = inflation.accept(
                        ByteString.copyFrom(bytes, at, Math.min(step, bytes.length - at)), at + step >= bytes.length);
                all = all.concat(piece.bytes());
                if (piece.mistake() != null) {
                    return new Piece(all, piece.mistake());
                }
            }
            return new Piece(all, null);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|gzip",
                "GZIP|gzip",
                "x-gzip|gzip",
                "deflate|deflate",
                "deflate|raw",
                "identity, gzip|gzip",
                "gzip, gzip|gzip gzip",
                "deflate, gzip|deflate gzip",
                "gzip,deflate|gzip raw",
                "gzip, deflate, gzip|gzip deflate gzip",
                "br|br",
                "zstd|zstd",
                "ZSTD, gzip|zstd gzip",
                "br, zstd|br zstd",
                "zstd, br, deflate|zstd br deflate"
            })
    void inflatesInAnyPieces(String label, String codings) throws IOException {
        byte[] bytes = text();
        for (String coding : codings.split(" ", -1)) {
            bytes = Packed.by(coding, bytes);
        }

        for (int step : new int[] {1, 2, 3, 7, 1_000_000}) {
            assertThat(inflated(label, bytes, step)).isEqualTo(new Piece(ByteString.copyFrom(text()), null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void handsOnWhatAServerFlushesAtOnce(String coding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Inflation inflation = Inflation.of(coding).orElseThrow();
                OutputStream packer = Packed.into(coding, out)) {
            for (String event : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
                packer.write(Packed.bytes(event));
                packer.flush();

                assertThat(inflation
                                .accept(ByteString.copyFrom(out.toByteArray()), false)
                                .bytes()
                                .toStringUtf8())
                        .isEqualTo(event);
                out.reset();
            }
        }
    }

    @Test
    void readsHeadersWithAllTheirParts() throws IOException {
        byte[] plain = Packed.by("gzip", text());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0x1F, (byte) 0x8B, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 0});
        out.write(new byte[] {3, 0, 'a', 0, 'b'});
        out.write("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {1, 2});
        out.write(plain, 10, plain.length - 10);

        for (int step : new int[] {1, 5, 1_000_000}) {
            assertThat(inflated("gzip", out.toByteArray(), step))
                    .isEqualTo(new Piece(ByteString.copyFrom(text()), null));
        }
    }

    @Test
    void readsOneMemberAfterTheOtherAndNoPadding() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Packed.by("gzip", Packed.bytes("one ")));
        out.write(Packed.by("gzip", Packed.bytes("two")));
        out.write(new byte[100]);

        for (int step : new int[] {1, 1_000_000}) {
            assertThat(inflated("gzip", out.toByteArray(), step).bytes().toStringUtf8())
                    .isEqualTo("one two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void passesWhatWasNotCompressedThoughItsLabelSaysSo(String coding) {
        for (int step : new int[] {1, 3, 1_000_000}) {
            assertThat(inflated(coding, text(), step)).isEqualTo(new Piece(ByteString.copyFrom(text()), null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compress", "dcb", "gzip, dcz", "aws-chunked", "gzip;q=1", "zstd, lz4"})
    void knowsWhatItDoesNotKnow(String coding) {
        assertThat(Inflation.of(coding)).isEmpty();
    }

    @Test
    void takesNoLongListOfCodings() {
        assertThat(Inflation.of("gzip, gzip, gzip, gzip")).isPresent();
        assertThat(Inflation.of("gzip, gzip, gzip, gzip, gzip")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void refusesAPieceThatUnfoldsTooFar(String coding) throws IOException {
        byte[] bomb = Packed.by(coding, new byte[30 << 20]);

        Piece piece = inflated(coding, bomb, bomb.length);

        assertThat(piece.mistake()).contains("32 times");
        assertThat((long) piece.bytes().size()).isLessThanOrEqualTo(Inflation.PIECE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", " , "})
    void leavesAloneWhatIsNotCompressed(String coding) {
        assertThat(Inflation.of(coding).orElseThrow().isIdentity()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "zstd, zstd", "br, gzip", "zstd, br"})
    void refusesABombBeforeItFillsMemory(String inner, String outer) throws IOException {
        byte[] bomb = Packed.by(outer, Packed.by(inner, new byte[64 << 20]));

        Piece piece = inflated(inner + "," + outer, bomb, 1);

        assertThat(piece.mistake()).contains("32 times");
        assertThat((long) piece.bytes().size()).isLessThanOrEqualTo(Inflation.ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip"})
    void inflatesALargeAnswerThatIsNoBomb(String coding) throws IOException {
        byte[] words = Packed.bytes("word ".repeat(5_000_000));

        assertThat(inflated(coding, Packed.by(coding, words), 4_096).bytes().size())
                .isEqualTo(words.length);
    }

    @Test
    void tellsWhatIsBroken() throws IOException {
        byte[] data = Packed.by("gzip", text());
        byte[] checksum = data.clone();
        byte[] header = data.clone();
        data[10] = 7; // a block of no kind
        checksum[checksum.length - 6] ^= 1;
        header[2] = 9; // a method nobody knows

        for (int step : new int[] {1, 1_000_000}) {
            assertThat(inflated("gzip", data, step).mistake()).contains("block");
            assertThat(inflated("gzip", checksum, step))
                    .isEqualTo(new Piece(ByteString.copyFrom(text()), "the checksum of gzip does not fit"));
            assertThat(inflated("gzip", header, step)).isEqualTo(new Piece(ByteString.copyFrom(header), null));
            assertThat(inflated("deflate", text(), step).mistake()).isNotNull();
        }
    }
}
