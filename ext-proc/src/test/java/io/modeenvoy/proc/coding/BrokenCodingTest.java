package io.modeenvoy.proc.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed answers that are cut short, joined, damaged, or that ask for too much. */
final class BrokenCodingTest {
    private static final byte[] TEXT = Packed.bytes("data: {\"choices\":[{\"delta\":{\"content\":\"Hällo\"}}]}\n\n");
    private static final int[] STEPS = {1, 3, 1_000_000};

    private static Piece inflated(String coding, byte[] bytes, int step) {
        try (Inflation inflation = Inflation.of(coding).orElseThrow()) {
            ByteString all = ByteString.EMPTY;
            String mistake = null;
            for (int at = 0; at < bytes.length && mistake == null; at += step) {
                Piece piece = inflation.accept(
                        ByteString.copyFrom(bytes, at, Math.min(step, bytes.length - at)), at + step >= bytes.length);
                all = all.concat(piece.bytes());
                mistake = piece.mistake();
            }
            return new Piece(all, mistake);
        }
    }

    private static Piece whole(byte[]... parts) {
        return new Piece(ByteString.copyFrom(Packed.joined(parts)), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void noticesAnEndThatComesTooEarlyWhereverItIs(String coding) throws IOException {
        byte[] bytes = Packed.by(coding, TEXT);
        for (int length = 1; length < bytes.length; length++) {
            for (int step : STEPS) {
                Piece piece = inflated(coding, Arrays.copyOf(bytes, length), step);

                assertThat(piece.mistake()).as("%d of %d", length, bytes.length).isEqualTo("it ends before its end");
                assertThat(ByteString.copyFrom(TEXT).startsWith(piece.bytes())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void noticesItInTheOuterCodingAsInTheInner(String coding) throws IOException {
        byte[] bytes = Packed.by(coding, TEXT);
        byte[] inner = Packed.by("gzip", Arrays.copyOf(bytes, bytes.length - 1));
        byte[] outer = Packed.by("gzip", bytes);

        assertThat(inflated(coding + ", gzip", inner, 5).mistake()).isEqualTo("it ends before its end");
        assertThat(inflated(coding + ", gzip", Arrays.copyOf(outer, outer.length - 1), 5)
                        .mistake())
                .isEqualTo("it ends before its end");
        assertThat(inflated(coding + ", gzip", outer, 5)).isEqualTo(whole(TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "br, zstd"})
    void takesNothingAtAllForWhole(String coding) {
        try (Inflation inflation = Inflation.of(coding).orElseThrow()) {
            assertThat(inflation.accept(ByteString.EMPTY, true)).isEqualTo(new Piece(ByteString.EMPTY, null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void noticesAnEndInTheSecondOfTwo(String coding) throws IOException {
        byte[] one = Packed.by(coding, TEXT);
        byte[] two = Packed.joined(one, one);
        for (int step : STEPS) {
            assertThat(inflated(coding, two, step)).isEqualTo(whole(TEXT, TEXT));
            for (int length = one.length + 1; length < two.length; length++) {
                assertThat(inflated(coding, Arrays.copyOf(two, length), step).mistake())
                        .isEqualTo("it ends before its end");
            }
        }
    }

    @Test
    void skipsFramesOfZstdThatAreNoContent() throws IOException {
        byte[] skipped = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};
        byte[] frame = Packed.by("zstd", TEXT);
        for (int step : STEPS) {
            assertThat(inflated("zstd", Packed.joined(skipped, frame, skipped, skipped, frame, skipped), step))
                    .isEqualTo(whole(TEXT, TEXT));
            assertThat(inflated("zstd", Packed.joined(frame, Arrays.copyOf(skipped, 10)), step)
                            .mistake())
                    .isEqualTo("it ends before its end");
            assertThat(inflated("zstd", skipped, step)).isEqualTo(whole());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 27})
    void refusesAWindowOfZstdBeyondEightMebibytes(int log) throws IOException {
        for (int step : STEPS) {
            assertThat(inflated("zstd", withWindow(log), step).mistake()).startsWith("zstd: ");
            assertThat(inflated("zstd", withWindow(23), step)).isEqualTo(whole(TEXT));
        }
    }

    private static byte[] withWindow(int log) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream packer = new ZstdOutputStream(out)) {
            packer.setLong(log);
            packer.write(TEXT);
            packer.flush();
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void tellsWhatFollowsTheEndAndIsNoneOfIt(String coding) throws IOException {
        byte[] bytes = Packed.joined(Packed.by(coding, TEXT), Packed.bytes("more of it"));
        for (int step : STEPS) {
            assertThat(inflated(coding, bytes, step).mistake()).startsWith(coding + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void neverTakesDamagedContentForGood(String coding) throws IOException {
        byte[] good = Packed.by(coding, TEXT);
        Random random = new Random(17);
        for (int turn = 0; turn < 500; turn++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Piece piece = inflated(coding, bad, STEPS[turn % STEPS.length]);

            boolean passedAsItIs = piece.bytes().equals(ByteString.copyFrom(bad)); // it does not begin as one
            assertThat(piece.mistake() != null || passedAsItIs || piece.equals(whole(TEXT)))
                    .isTrue();
        }
    }

    @Test
    void survivesAnyBytesUnderAnyLabel() {
        Random random = new Random(23);
        for (int turn = 0; turn < 2_000; turn++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (String coding : new String[] {"gzip", "deflate", "br", "zstd", "br, zstd"}) {
                assertThat(inflated(coding, bytes, 1 + random.nextInt(40))
                                .bytes()
                                .size())
                        .isLessThan(1 << 22);
            }
        }
    }

    @Test
    void takesAHeaderOfGzipUpToItsLimitByteByByte() throws IOException {
        assertThat(inflated("gzip", named((128 << 10) - 11), 1)).isEqualTo(whole(TEXT));
        assertThat(inflated("gzip", named(128 << 10), 1).mistake()).isEqualTo("a header of gzip without an end");
    }

    private static byte[] named(int length) throws IOException {
        byte[] plain = Packed.by("gzip", TEXT);
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 8;
        byte[] name = new byte[length + 1];
        Arrays.fill(name, 0, length, (byte) 'n');
        return Packed.joined(header, name, Arrays.copyOfRange(plain, 10, plain.length));
    }

    @Test
    void takesACodingForUnknownWhoseLibraryCannotBeLoadedAndTriesOnce() {
        int[] tries = {0};
        NativeCoding coding = new NativeCoding(
                "br",
                () -> {
                    tries[0]++;
                    throw new UnsatisfiedLinkError("failed to map segment from shared object");
                },
                Gzip::new);

        assertThat(coding.begin()).isEmpty();
        assertThat(coding.begin()).isEmpty();
        assertThat(tries[0]).isEqualTo(1);
    }
}
