package dev.modelyard.api.facade;

/** An API of others that this platform answers too. */
public enum Facade {
    /** GTS-Engine: few-shot text tasks. */
    GTS("/gts/api");

    private final String mount;

    Facade(String mount) {
        this.mount = mount;
    }

    /** Below which path its methods lie, without a slash at the end. */
    public String mount() {
        return mount;
    }
}
