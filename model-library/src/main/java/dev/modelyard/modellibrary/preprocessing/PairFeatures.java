package dev.modelyard.modellibrary.preprocessing;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How two texts resemble each other, in figures: of shared units and runs of them, weighted and not, of order, of what the one has and the
 * other has not, of negations and numbers; where words are letters, of the letters too. No figure tells how long the texts are.
 */
final class PairFeatures {
    private static final int LONGEST_RUN = 3;
    private static final int LETTERS = 3;
    private static final int STEM = 4;
    private static final Set<String> NEGATIONS = Set.of(
            "不", "没", "無", "无", "非", "别", "未", "勿", "否", "莫", "沒", "別", "not", "no", "never", "none", "nothing",
            "nobody", "neither", "nor", "without", "cannot", "don", "doesn", "didn", "isn", "aren", "wasn", "weren",
            "wouldn", "couldn", "shouldn", "hasn", "haven", "hadn", "ain");

    private final boolean directed;
    private final boolean letters;
    private final Map<String, Float> idf;
    private final float unseen;
    private final int count;

    PairFeatures(TextPair preprocessing, PairVocabulary vocabulary) {
        this.directed = preprocessing.directed();
        this.letters = preprocessing.script() == Script.ALPHABETIC;
        this.idf = vocabulary.idfByGram();
        this.unseen = vocabulary.unseen();
        this.count = of(new UnitPair(List.of("a"), List.of("a"))).length;
    }

    /** How many figures there are. */
    int count() {
        return count;
    }

    float[] of(UnitPair pair) {
        Figures figures = new Figures();
        List<String> first = pair.first();
        List<String> second = pair.second();
        for (int n = 1; n <= LONGEST_RUN; n++) {
            addOverlap(figures, UnitPair.grams(first, n), UnitPair.grams(second, n), _ -> 1);
        }
        addOverlap(figures, UnitPair.grams(first, 1), UnitPair.grams(second, 1), this::weight);
        addCosines(figures, first, second);
        addOrder(figures, first, second);
        addEnds(figures, first, second);
        addUnmatched(figures, first, second);
        addMarked(figures, marks(first, NEGATIONS::contains), marks(second, NEGATIONS::contains));
        addMarked(figures, marks(first, PairFeatures::isNumber), marks(second, PairFeatures::isNumber));
        if (letters) {
            addLetters(figures, first, second);
        }
        return figures.toArray();
    }

    private double weight(String gram) {
        return idf.getOrDefault(gram, unseen);
    }

    /** Jaccard index, and which part of each is in the other. */
    private void addOverlap(Figures figures, Set<String> first, Set<String> second, ToDoubleFunction<String> weight) {
        double shared = 0;
        double ofFirst = 0;
        for (String gram : first) {
            double value = weight.applyAsDouble(gram);
            ofFirst += value;
            shared += second.contains(gram) ? value : 0;
        }
        double ofSecond = second.stream().mapToDouble(weight).sum();
        figures.add(ratio(shared, ofFirst + ofSecond - shared));
        addBoth(figures, ratio(shared, ofFirst), ratio(shared, ofSecond));
    }

    private void addCosines(Figures figures, List<String> first, List<String> second) {
        for (int n = 1; n <= 2; n++) {
            figures.add(cosine(weights(first, n), weights(second, n)));
        }
    }

    private Map<String, Double> weights(List<String> units, int n) {
        Map<String, Double> weights = new HashMap<>();
        for (int from = 0; from + n <= units.size(); from++) {
            String gram = String.join(" ", units.subList(from, from + n));
            weights.merge(gram, weight(gram), Double::sum);
        }
        return weights;
    }

    private static double cosine(Map<String, Double> first, Map<String, Double> second) {
        double product = 0;
        for (Map.Entry<String, Double> entry : first.entrySet()) {
            product += entry.getValue() * second.getOrDefault(entry.getKey(), 0.0);
        }
        return ratio(product, Math.sqrt(square(first.values()) * square(second.values())));
    }

    private static double square(Collection<Double> values) {
        return values.stream().mapToDouble(value -> value * value).sum();
    }

    private void addOrder(Figures figures, List<String> first, List<String> second) {
        int shorter = Math.min(first.size(), second.size());
        int longer = Math.max(first.size(), second.size());
        double subsequence = Alignment.subsequence(first, second);
        double run = Alignment.substring(first, second);
        figures.add(subsequence / longer, subsequence / shorter, run / longer, run / shorter);
        figures.add(1 - (double) Alignment.edits(first, second) / longer);
        figures.add((double) shorter / longer);
        Set<String> shared = new HashSet<>(first);
        shared.retainAll(Set.copyOf(second));
        long sharedPlaces = Math.min(
                first.stream().filter(shared::contains).count(),
                second.stream().filter(shared::contains).count());
        figures.add(sharedPlaces == 0 ? 1 : subsequence / sharedPlaces);
        // The same words in another order: rarely the same sense.
        List<String> sorted = first.stream().sorted().toList();
        figures.add(
                !first.equals(second) && sorted.equals(second.stream().sorted().toList()));
    }

    private static void addEnds(Figures figures, List<String> first, List<String> second) {
        figures.add(first.getFirst().equals(second.getFirst()));
        figures.add(first.getLast().equals(second.getLast()));
        figures.add(first.subList(0, Math.min(2, first.size())).equals(second.subList(0, Math.min(2, second.size()))));
        figures.add(first.subList(Math.max(0, first.size() - 2), first.size())
                .equals(second.subList(Math.max(0, second.size() - 2), second.size())));
    }

    /** The weightiest unit that the other has not, and the mean weight of such units. */
    private void addUnmatched(Figures figures, List<String> first, List<String> second) {
        double[] ofFirst = unmatched(first, second);
        double[] ofSecond = unmatched(second, first);
        addBoth(
                figures,
                Arrays.stream(ofFirst).max().orElse(0),
                Arrays.stream(ofSecond).max().orElse(0));
        addBoth(
                figures,
                Arrays.stream(ofFirst).average().orElse(0),
                Arrays.stream(ofSecond).average().orElse(0));
    }

    private double[] unmatched(List<String> units, List<String> other) {
        Set<String> own = UnitPair.grams(units, 1);
        own.removeAll(Set.copyOf(other));
        return own.stream().mapToDouble(this::weight).toArray();
    }

    /** Whether each has any, whether only one has, and whether both have and differ. */
    private void addMarked(Figures figures, Set<String> first, Set<String> second) {
        addBoth(figures, first.isEmpty() ? 0 : 1, second.isEmpty() ? 0 : 1);
        figures.add(first.isEmpty() != second.isEmpty());
        figures.add(!first.isEmpty() && !second.isEmpty() && !first.equals(second));
    }

    private static Set<String> marks(List<String> units, Predicate<String> mark) {
        Set<String> marks = new HashSet<>();
        units.stream().filter(mark).forEach(marks::add);
        return marks;
    }

    private static boolean isNumber(String unit) {
        return Character.isDigit(unit.codePointAt(0)) || "一二三四五六七八九十百千万两".contains(unit);
    }

    private void addLetters(Figures figures, List<String> first, List<String> second) {
        addOverlap(figures, stems(first), stems(second), _ -> 1);
        addOverlap(figures, letters(first), letters(second), _ -> 1);
    }

    private static Set<String> stems(List<String> words) {
        Set<String> stems = new HashSet<>();
        words.forEach(word -> stems.add(word.length() > STEM ? word.substring(0, STEM) : word));
        return stems;
    }

    private static Set<String> letters(List<String> words) {
        Set<String> runs = new HashSet<>();
        for (String word : words) {
            String framed = "<" + word + ">";
            for (int from = 0; from + LETTERS <= framed.length(); from++) {
                runs.add(framed.substring(from, from + LETTERS));
            }
        }
        return runs;
    }

    /** In the order of the texts where that matters, else the smaller first. */
    private void addBoth(Figures figures, double first, double second) {
        boolean swap = !directed && first > second;
        figures.add(swap ? second : first, swap ? first : second);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static final class Figures {
        private float[] values = new float[64];
        private int count;

        void add(double... more) {
            for (double value : more) {
                if (count == values.length) {
                    values = Arrays.copyOf(values, 2 * count);
                }
                values[count++] = (float) value;
            }
        }

        void add(boolean holds) {
            add(holds ? 1.0 : 0.0);
        }

        float[] toArray() {
            return Arrays.copyOf(values, count);
        }
    }
}
