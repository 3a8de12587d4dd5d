package dev.modelyard.standalone.machine;

/** Ports for an installation that nobody has to find. */
public final class FreePorts {
    private static final int FIRST = 20000;
    private static final int LAST = 32000;

    private FreePorts() {}

    /**
     * A plan of ports that nobody listens on.
     *
     * @throws IllegalStateException if there are none
     */
    public static PortPlan plan(int workers) {
        for (int base = FIRST; base < LAST; base += 16) {
            PortPlan plan = new PortPlan(base, workers);
            if (plan.taken("127.0.0.1").isEmpty()) {
                return plan;
            }
        }
        throw new IllegalStateException("no free ports in a row between " + FIRST + " and " + LAST);
    }
}
