package dev.modelyard.networks.graph;

/** One axis of a network's input: a size, or the name of a size that each call may choose. */
public sealed interface Dimension {
    /** The axis every input begins with. */
    Dimension BATCH = new Dynamic("batch");

    /** An axis of one size. */
    record Fixed(long size) implements Dimension {
        public Fixed {
            Check.positive("dimension", "size", size);
        }
    }

    /** An axis whose size a call chooses; the same name means the same size in all inputs. */
    record Dynamic(String name) implements Dimension {
        public Dynamic {
            Check.name("dimension", name);
        }
    }

    static Dimension fixed(long size) {
        return new Fixed(size);
    }

    static Dimension dynamic(String name) {
        return new Dynamic(name);
    }
}
