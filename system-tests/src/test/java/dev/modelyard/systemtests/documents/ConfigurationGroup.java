package dev.modelyard.systemtests.documents;

import java.util.List;

/**
 * The keys of one mapping.
 *
 * @param module the folder that has it
 * @param description what the keys are about
 */
record ConfigurationGroup(String module, String prefix, String description, List<ConfigurationKey> keys) {
    ConfigurationGroup {
        keys = List.copyOf(keys);
    }
}
