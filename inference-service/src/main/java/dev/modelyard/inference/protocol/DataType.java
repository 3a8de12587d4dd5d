package dev.modelyard.inference.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A type of elements, by its name in the protocol, and how one is read from little-endian bytes. */
enum DataType {
    BOOL(1, 0, 1) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    UINT8(1, 0, 0xff) {
        @Override
        double read(ByteBuffer bytes) {
            return Byte.toUnsignedInt(bytes.get());
        }
    },
    UINT16(2, 0, 0xffff) {
        @Override
        double read(ByteBuffer bytes) {
            return Short.toUnsignedInt(bytes.getShort());
        }
    },
    UINT32(4, 0, 0xffff_ffffL) {
        @Override
        double read(ByteBuffer bytes) {
            return Integer.toUnsignedLong(bytes.getInt());
        }
    },
    UINT64(8, 0, 0x1p64) {
        @Override
        double read(ByteBuffer bytes) {
            long value = bytes.getLong();
            return value >= 0 ? value : 2.0 * (value >>> 1) + (value & 1);
        }
    },
    INT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    INT16(2, Short.MIN_VALUE, Short.MAX_VALUE) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    INT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE) {
        @Override
        double read(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    INT64(8, Long.MIN_VALUE, Long.MAX_VALUE) {
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
    BF16(2) {
        @Override
        double read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
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
    private final double least;
    private final double most;
    private final boolean whole;

    DataType(int size) {
        this.size = size;
        this.least = Double.NEGATIVE_INFINITY;
        this.most = Double.POSITIVE_INFINITY;
        this.whole = false;
    }

    /** Whole numbers from the least to the most. */
    DataType(int size, double least, double most) {
        this.size = size;
        this.least = least;
        this.most = most;
        this.whole = true;
    }

    static Optional<DataType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of an element; 0 if that differs. */
    int size() {
        return size;
    }

    /** Whether an element can be that number. */
    boolean holds(double number) {
        return least <= number && number <= most && (!whole || number == Math.rint(number));
    }

    /** The next element, as a number. */
    abstract double read(ByteBuffer bytes);
}
