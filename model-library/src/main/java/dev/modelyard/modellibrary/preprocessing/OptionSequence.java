package dev.modelyard.modellibrary.preprocessing;

import java.util.Arrays;
import java.util.List;

/**
 * Options and texts in one row, mark by mark: begin, then for each option a mask and its words, end, then each text and an end. All
 * options begin at the second place; what follows them, behind the longest.
 */
final class OptionSequence {
    private final long[] ids;
    private final long[] segments;
    private final long[] places;
    private final long[] blocks;
    private int size;

    private OptionSequence(int length) {
        this.ids = new long[length];
        this.segments = new long[length];
        this.places = new long[length];
        this.blocks = new long[length];
    }

    /**
     * Puts options and texts together.
     *
     * @param segmentOfText segment of the texts; that of the options is 0
     */
    static Prepared.Choice of(
            Options options, List<long[]> texts, Marks marks, long segmentOfText, OptionTokens preprocessing) {
        int marksOfTexts = texts.size();
        int behind = preprocessing.firstPlace() + 1 + options.longest();
        int room = Math.min(
                preprocessing.maxTokens() - options.size() - 2 - marksOfTexts,
                preprocessing.places() - behind - 1 - marksOfTexts);
        List<long[]> cut = cut(texts, Math.max(0, room));
        int length = 2
                + options.size()
                + marksOfTexts
                + cut.stream().mapToInt(text -> text.length).sum();
        OptionSequence sequence = new OptionSequence(length);
        sequence.add(marks.begin(), 0, preprocessing.firstPlace(), 0);
        long[] choices = new long[options.tokens().size()];
        for (int option = 0; option < choices.length; option++) {
            choices[option] = sequence.size;
            long place = preprocessing.firstPlace() + 1L;
            sequence.add(marks.mask(), 0, place, option + 1L);
            for (long token : options.tokens().get(option)) {
                sequence.add(token, 0, ++place, option + 1L);
            }
        }
        long place = behind;
        sequence.add(marks.end(), 0, place, 0);
        for (long[] text : cut) {
            for (long token : text) {
                sequence.add(token, segmentOfText, ++place, 0);
            }
            sequence.add(marks.end(), segmentOfText, ++place, 0);
        }
        return new Prepared.Choice(
                sequence.ids, sequence.segments, sequence.places, sequence.blocks, choices, options.labels());
    }

    private void add(long id, long segment, long place, long block) {
        ids[size] = id;
        segments[size] = segment;
        places[size] = place;
        blocks[size++] = block;
    }

    /** What fits; of two texts the longer gives way, until both are as long. */
    private static List<long[]> cut(List<long[]> texts, int room) {
        if (texts.size() == 1) {
            return List.of(first(texts.getFirst(), room));
        }
        int first = texts.getFirst().length;
        int second = texts.getLast().length;
        int half = room / 2;
        int ofFirst = Math.min(first, Math.max(room - half, room - second));
        return List.of(first(texts.getFirst(), ofFirst), first(texts.getLast(), room - ofFirst));
    }

    private static long[] first(long[] tokens, int most) {
        return tokens.length <= most ? tokens : Arrays.copyOf(tokens, most);
    }
}
