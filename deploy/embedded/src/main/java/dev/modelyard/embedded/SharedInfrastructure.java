package dev.modelyard.embedded;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL and one Kafka broker for all test classes of a JVM, each started when first asked for and stopped with
 * the JVM. PostgreSQL user {@value PostgresServer#USER}, no password. A Quarkus test uses them so:
 *
 * <pre>{@code
 * public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
 *     public Map<String, String> start() {
 *         return Map.of(
 *                 "kafka.bootstrap.servers", SharedInfrastructure.kafkaBootstrapServers(),
 *                 "quarkus.datasource.jdbc.url", SharedInfrastructure.newDatabase(),
 *                 "quarkus.datasource.username", "postgres");
 *     }
 *
 *     public void stop() {} // they stop with the JVM
 * }
 *
 * @QuarkusTest
 * @QuarkusTestResource(Infrastructure.class)
 * class JobResourceIT { … }
 * }</pre>
 *
 * Quarkus loads test classes in class loaders of its own that it closes between applications. The servers therefore
 * belong to the copy of this class in the system class loader, and every other copy asks that one.
 */
public final class SharedInfrastructure {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Object LOCK = new Object();

    private static @Nullable PostgresServer postgres;
    private static @Nullable KafkaBroker kafka;

    private SharedInfrastructure() {}

    /** The broker's address, {@code host:port}. Topics come to be when they are used. */
    public static String kafkaBootstrapServers() {
        return inSystemClassLoader("startKafka");
    }

    /** The JDBC address of a database that is new and empty. */
    public static String newDatabase() {
        return inSystemClassLoader("createDatabase");
    }

    private static String inSystemClassLoader(String method) {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(system);
        try {
            Class<?> owner = Class.forName(SharedInfrastructure.class.getName(), true, system);
            var implementation = owner.getDeclaredMethod(method);
            implementation.setAccessible(true);
            return (String) implementation.invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the test infrastructure did not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the test infrastructure is not on the class path", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("UnusedMethod") // called through the system class loader
    private static String startKafka() {
        synchronized (LOCK) {
            if (kafka == null) {
                kafka = KafkaBroker.start(KafkaBroker.Settings.forTests());
                stopWithJvm(kafka);
            }
            return kafka.bootstrapServers();
        }
    }

    @SuppressWarnings("UnusedMethod") // called through the system class loader
    private static String createDatabase() {
        synchronized (LOCK) {
            if (postgres == null) {
                postgres = PostgresServer.start(PostgresServer.Settings.forTests());
                stopWithJvm(postgres);
            }
            String name = "test" + DATABASES.incrementAndGet();
            postgres.createDatabase(name);
            return postgres.jdbcUrl(name);
        }
    }

    private static void stopWithJvm(AutoCloseable server) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                server.close();
                            } catch (Exception e) {
                                System.err.println("test infrastructure did not stop cleanly: " + e);
                            }
                        },
                        "stop-test-infrastructure"));
    }
}
