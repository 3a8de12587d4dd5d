package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a language is written, as far as n-grams care. */
public enum Script {
    /** Words are parted by spaces: words and the characters within them carry the meaning. */
    ALPHABETIC,
    /** No spaces, as in Chinese, Japanese and Thai: each character is a unit. */
    IDEOGRAPHIC;

    /** A text needs this share of ideographs among its words to be ideographic: Chinese titles are full of English names. */
    private static final double IDEOGRAPHIC_SHARE = 0.3;

    /** The script that most of these texts are written in. */
    public static Script of(Iterable<String> texts) {
        long ideographs = 0;
        long words = 0;
        for (String text : texts) {
            for (String unit : TextUnits.of(text, Integer.MAX_VALUE)) {
                int first = unit.codePointAt(0);
                if (TextUnits.standsAlone(first)) {
                    ideographs++;
                } else if (Character.isLetter(first)) {
                    words++;
                }
            }
        }
        return ideographs > 0 && ideographs >= IDEOGRAPHIC_SHARE * (ideographs + words) ? IDEOGRAPHIC : ALPHABETIC;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Script of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
