package dev.modelyard.standalone.stack;

/** Who ends before whom: nobody loses what it still needs in order to end well. */
final class StopOrder {
    private StopOrder() {}

    enum Tier {
        /** Hand their jobs back through Kafka. */
        WORKERS,
        /** Use Kafka and the database to the end. */
        SERVICES,
        BROKER,
        DATABASE
    }

    static Tier tier(String process) {
        if (process.startsWith("worker")) {
            return Tier.WORKERS;
        }
        return switch (process) {
            case "kafka" -> Tier.BROKER;
            case "postgres" -> Tier.DATABASE;
            default -> Tier.SERVICES;
        };
    }
}
