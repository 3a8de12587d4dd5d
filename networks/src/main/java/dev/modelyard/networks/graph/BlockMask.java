package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Which places see which, by the block each is of: a mask of batch × places × places for {@link Attention}, 1 where the place of axis 1
 * sees that of axis 2 and 0 where it does not. Places of one block see each other, those of block 0 see all and are seen by all, and
 * those of a negative block are seen by none.
 *
 * @param blocks i64, batch × places; each sample needs a place of block 0
 */
public record BlockMask(String name, String blocks) implements Node {
    public BlockMask {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(blocks);
    }
}
