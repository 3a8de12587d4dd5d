package dev.modelyard.inference.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A type of elements, by its name in the protocol, and how one is read from little-endian bytes. */
enum DataType {
    BOOL(1) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    UINT8(1) {
        @Override
        double read(ByteBuffer bytes) {
            return Byte.toUnsignedInt(bytes.get());
        }
    },
    UINT16(2) {
        @Override
        double read(ByteBuffer bytes) {
            return Short.toUnsignedInt(bytes.getShort());
        }
    },
    UINT32(4) {
        @Override
        double read(ByteBuffer bytes) {
            return Integer.toUnsignedLong(bytes.getInt());
        }
    },
    UINT64(8) {
        @Override
        double read(ByteBuffer bytes) {
            long value = bytes.getLong();
            return value >= 0 ? value : 2.0 * (value >>> 1) + (value & 1);
        }
    },
    INT8(1) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    INT16(2) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    INT32(4) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    INT64(8) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    FP16(2) {
        @Override
        double read(ByteBuffer bytes) {
            return Float.float16ToFloat(bytes.getShort());
        }
    },
    FP32(4) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    FP64(8) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getDouble();
        }
    },
    /** Texts and files: elements of any length. */
    BYTES(0) {
        @Override
        double read(ByteBuffer bytes) {
            throw new IllegalStateException("bytes are no number");
        }
    };

    private final int size;

    DataType(int size) {
        this.size = size;
    }

    static Optional<DataType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of an element; 0 if that differs. */
    int size() {
        return size;
    }

    /** The next element, as a number. */
    abstract double read(ByteBuffer bytes);
}
