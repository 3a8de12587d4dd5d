package dev.modelyard.modellibrary.preprocessing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into units: runs of letters, runs of digits, and every other character that is not a space by itself. */
public final class TextUnits {
    private TextUnits() {}

    /** The units of a text after NFKC and lower-casing, at most that many. */
    static List<String> of(String text, int limit) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> units = new ArrayList<>();
        int at = 0;
        while (at < plain.length() && units.size() < limit) {
            int end = end(plain, at);
            if (!isSpace(plain.codePointAt(at))) {
                units.add(plain.substring(at, end));
            }
            at = end;
        }
        return units;
    }

    /** A text cut into units as they are written, with the spaces between them: put together they are the text. */
    public static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at = end(text, at)) {
            pieces.add(text.substring(at, end(text, at)));
        }
        return pieces;
    }

    /** Whether a piece is none of the units. */
    public static boolean isSpace(String piece) {
        return isSpace(piece.codePointAt(0));
    }

    private static boolean isSpace(int point) {
        return Kind.of(point) == Kind.SPACE;
    }

    private static int end(String text, int begin) {
        int point = text.codePointAt(begin);
        int end = begin + Character.charCount(point);
        Kind kind = Kind.of(point);
        while (kind.joins && end < text.length() && kind.continuesWith(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Whether a letter belongs to a script that writes no spaces between words. */
    static boolean standsAlone(int point) {
        if (point < 0x0E00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN, YI -> Character.isLetter(point);
            default -> false;
        };
    }

    private enum Kind {
        LETTERS(true),
        DIGITS(true),
        SPACE(false),
        SINGLE(false);

        private final boolean joins;

        Kind(boolean joins) {
            this.joins = joins;
        }

        static Kind of(int point) {
            if (Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point)) {
                return SPACE;
            }
            if (Character.isDigit(point)) {
                return DIGITS;
            }
            return Character.isLetter(point) && !standsAlone(point) ? LETTERS : SINGLE;
        }

        boolean continuesWith(int point) {
            if (of(point) == this) {
                return true;
            }
            // An accent that NFKC could not compose belongs to the letter before it.
            int type = Character.getType(point);
            return this == LETTERS && (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK);
        }
    }
}
