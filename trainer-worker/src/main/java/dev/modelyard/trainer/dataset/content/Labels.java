package dev.modelyard.trainer.dataset.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The labels of a content: given beforehand, or found on the way. Ids are given in the order of finding; {@link #ordered()} says
 * which are theirs in the end.
 */
public final class Labels {
    private static final int MAX = 10_000;

    /** Characters of a label, or of a value that is a category. */
    static final int LONGEST = 1000;

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,15}");

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final boolean open;
    private final String source;

    private Labels(boolean open, String source) {
        this.open = open;
        this.source = source;
    }

    /** Labels that are still to be found. */
    static Labels found() {
        return new Labels(true, "");
    }

    /**
     * Labels given beforehand.
     *
     * @param source where, for messages: {@code labels.txt}
     */
    static Labels given(List<String> names, String source, Problems problems) {
        Labels labels = new Labels(false, source);
        for (String name : names) {
            fault(name).ifPresent(fault -> problems.add(source + ": label " + Problems.shown(name) + fault));
            if (labels.ids.putIfAbsent(name, labels.names.size()) == null) {
                labels.names.add(name);
            } else {
                problems.add(source + ": label " + Problems.shown(name) + " is there twice");
            }
        }
        return labels;
    }

    /** The id of a label, or a problem at that place. */
    OptionalInt id(String name, Place place, Problems problems) {
        Integer id = ids.get(name);
        if (id != null) {
            return OptionalInt.of(id);
        }
        if (!open) {
            problems.add(place, "label " + Problems.shown(name) + " is not in " + source);
            return OptionalInt.empty();
        }
        Optional<String> fault = fault(name);
        if (fault.isPresent()) {
            problems.add(place, "label " + Problems.shown(name) + fault.get());
            return OptionalInt.empty();
        }
        if (names.size() == MAX) {
            throw Problems.failure(
                    place + ": more than " + MAX + " different labels; is this what is to be predicted?");
        }
        ids.put(name, names.size());
        names.add(name);
        return OptionalInt.of(names.size() - 1);
    }

    /** Why a text can be no label. A line break would make two of one in files with a label a line. */
    private static Optional<String> fault(String name) {
        if (name.length() > LONGEST) {
            return Optional.of(" has %d characters; a label may have %d".formatted(name.length(), LONGEST));
        }
        return name.chars().anyMatch(Character::isISOControl)
                ? Optional.of(" holds a control character")
                : Optional.empty();
    }

    /** Whether labels are still to be found. */
    boolean open() {
        return open;
    }

    int size() {
        return names.size();
    }

    String source() {
        return source;
    }

    /** The labels in the order of their final ids: as given, else sorted, by value where all are whole numbers. */
    public List<String> ordered() {
        if (!open) {
            return List.copyOf(names);
        }
        boolean numbers = names.stream().allMatch(name -> INTEGER.matcher(name).matches());
        Comparator<String> byValue = numbers ? Comparator.comparingLong(Long::parseLong) : (_, _) -> 0;
        return names.stream()
                .sorted(byValue.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The final id of each id that {@link #id} gave. */
    public int[] finalIds() {
        List<String> ordered = ordered();
        int[] permutation = new int[ordered.size()];
        for (int id = 0; id < permutation.length; id++) {
            permutation[ids.getOrDefault(ordered.get(id), id)] = id;
        }
        return permutation;
    }
}
