package dev.modelyard.trainer.dataset.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QuoteScanTest {
    @Property(tries = 500)
    void findsNothingOpenInWellWrittenRows(@ForAll("rows") List<List<String>> rows) {
        StringBuilder csv = new StringBuilder();
        for (List<String> row : rows) {
            csv.append(String.join(",", row.stream().map(QuoteScanTest::quoted).toList()))
                    .append('\n');
        }

        assertThat(scanned(csv.toString()).open()).isFalse();
        QuoteScan broken = scanned(csv + "a,\"b\nc");
        assertThat(broken.open()).isTrue();
        assertThat(broken.openedAt()).isEqualTo(csv.toString().lines().count() + 1);
    }

    private static QuoteScan scanned(String csv) {
        QuoteScan scan = new QuoteScan();
        long number = 0;
        for (String line : csv.split("\n", -1)) {
            scan.line(++number, line);
        }
        return scan;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        return Arbitraries.strings()
                .withChars('a', '"', ',', '\n', ' ')
                .ofMaxLength(8)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .list()
                .ofMaxSize(6);
    }
}
