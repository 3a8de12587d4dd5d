package dev.modelyard.modellibrary.sample;

/** One value of a row. */
public sealed interface Cell {
    /** There is no value; JSON's null. */
    Cell MISSING = new Missing();

    /** A number; NaN counts as missing. */
    record Numeric(double value) implements Cell {}

    /** A category, or a number still in words. */
    record Text(String value) implements Cell {}

    /** No value. */
    record Missing() implements Cell {}
}
