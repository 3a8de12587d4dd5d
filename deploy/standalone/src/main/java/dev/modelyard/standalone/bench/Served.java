package dev.modelyard.standalone.bench;

import java.net.URI;

/** A started model that benchmarks ask. */
interface Served {
    String id();

    /** A call with so many inputs, as it goes over the wire. */
    byte[] request(URI service, String token, int inputs);
}
