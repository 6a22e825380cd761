package io.modeenvoy.proc.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inflating answers in any pieces. */
final class InflationTest {
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hällo\"}}]}\n\n".repeat(50);

    private static byte[] packed(String coding, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = switch (coding) {
            case "gzip", "x-gzip" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out);
            case "raw" -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            default -> out;
        }) {
            packer.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] text() {
        return TEXT.getBytes(StandardCharsets.UTF_8);
    }

    private static Piece inflated(String coding, byte[] bytes, int step) {
        try (Inflation inflation = Inflation.of(coding).orElseThrow()) {
            ByteString all = ByteString.EMPTY;
            for (int at = 0; at < bytes.length; at += step) {
                Piece piece = inflation.accept(ByteString.copyFrom(bytes, at, Math.min(step, bytes.length - at)));
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
                "gzip, deflate, gzip|gzip deflate gzip"
            })
    void inflatesInAnyPieces(String label, String codings) throws IOException {
        byte[] bytes = text();
        for (String coding : codings.split(" ", -1)) {
            bytes = packed(coding, bytes);
        }

        for (int step : new int[] {1, 2, 3, 7, 1_000_000}) {
            assertThat(inflated(label, bytes, step)).isEqualTo(new Piece(ByteString.copyFrom(text()), null));
        }
    }

    @Test
    void handsOnWhatAServerFlushesAtOnce() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Inflation inflation = Inflation.of("gzip").orElseThrow();
                GZIPOutputStream packer = new GZIPOutputStream(out, true)) {
            for (String event : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
                packer.write(event.getBytes(StandardCharsets.UTF_8));
                packer.flush();

                assertThat(inflation
                                .accept(ByteString.copyFrom(out.toByteArray()))
                                .bytes()
                                .toStringUtf8())
                        .isEqualTo(event);
                out.reset();
            }
        }
    }

    @Test
    void readsHeadersWithAllTheirParts() throws IOException {
        byte[] plain = packed("gzip", text());
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
        out.write(packed("gzip", "one ".getBytes(StandardCharsets.UTF_8)));
        out.write(packed("gzip", "two".getBytes(StandardCharsets.UTF_8)));
        out.write(new byte[100]);

        for (int step : new int[] {1, 1_000_000}) {
            assertThat(inflated("gzip", out.toByteArray(), step).bytes().toStringUtf8())
                    .isEqualTo("one two");
        }
    }

    @Test
    void passesWhatWasNotCompressedThoughItsLabelSaysSo() {
        assertThat(inflated("gzip", text(), 3)).isEqualTo(new Piece(ByteString.copyFrom(text()), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br", "aws-chunked", "gzip;q=1"})
    void knowsWhatItDoesNotKnow(String coding) {
        assertThat(Inflation.of(coding)).isEmpty();
    }

    @Test
    void takesNoLongListOfCodings() {
        assertThat(Inflation.of("gzip, gzip, gzip, gzip")).isPresent();
        assertThat(Inflation.of("gzip, gzip, gzip, gzip, gzip")).isEmpty();
    }

    @Test
    void refusesAPieceThatUnfoldsTooFar() throws IOException {
        byte[] bomb = packed("gzip", new byte[30 << 20]);

        Piece piece = inflated("gzip", bomb, bomb.length);

        assertThat(piece.mistake()).contains("32 times");
        assertThat((long) piece.bytes().size()).isLessThanOrEqualTo(Inflation.PIECE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", " , "})
    void leavesAloneWhatIsNotCompressed(String coding) {
        assertThat(Inflation.of(coding).orElseThrow().isIdentity()).isTrue();
    }

    @Test
    void refusesABombBeforeItFillsMemory() throws IOException {
        byte[] bomb = packed("gzip", packed("gzip", new byte[64 << 20]));

        Piece piece = inflated("gzip, gzip", bomb, 1_000_000);

        assertThat(piece.mistake()).contains("32 times");
        assertThat((long) piece.bytes().size()).isLessThanOrEqualTo(Inflation.ALWAYS);
    }

    @Test
    void inflatesALargeAnswerThatIsNoBomb() throws IOException {
        byte[] words = "word ".repeat(5_000_000).getBytes(StandardCharsets.UTF_8);

        assertThat(inflated("gzip", packed("gzip", words), 4_096).bytes().size())
                .isEqualTo(words.length);
    }

    @Test
    void tellsWhatIsBroken() throws IOException {
        byte[] data = packed("gzip", text());
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
