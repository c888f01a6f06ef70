package mesh.warren.agent.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * libnftables(3) through {@code java.lang.foreign}: runs nft commands in the calling thread's network namespace. Each call has
 * a context of its own, since its netlink socket belongs to the namespace in which the context was made.
 */
final class Nftables {

    private static final String LIBRARY = "libnftables.so.1";
    /** The library counts its contexts and fills its symbol tables without a lock. */
    private static final Object ONE_AT_A_TIME = new Object();

    private Nftables() {}

    /** The functions, looked up at first use, so that an agent without capture does not need the library. */
    private static final class Library {
        private static final SymbolLookup SYMBOLS = lookup();
        private static final MethodHandle NEW = bind("nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        private static final MethodHandle FREE = bind("nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
        private static final MethodHandle BUFFER_OUTPUT = bind("nft_ctx_buffer_output", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        private static final MethodHandle BUFFER_ERROR = bind("nft_ctx_buffer_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        private static final MethodHandle OUTPUT = bind("nft_ctx_get_output_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        private static final MethodHandle ERROR = bind("nft_ctx_get_error_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        private static final MethodHandle RUN = bind("nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

        private static SymbolLookup lookup() {
            try {
                return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(LIBRARY + " is not on this machine: install nftables (Debian: libnftables1)", e);
            }
        }

        private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
        }
    }

    /**
     * Runs one transaction.
     *
     * @return what it printed
     * @throws NftException with nftables' message when it was refused
     */
    static String run(String commands) throws NftException {
        synchronized (ONE_AT_A_TIME) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment context = (MemorySegment) Library.NEW.invokeExact(0);
                if (context.address() == 0) {
                    throw new NftException("nft_ctx_new: no context (out of memory, or no netlink socket)");
                }
                try {
                    return run(context, arena.allocateFrom(commands));
                } finally {
                    Library.FREE.invokeExact(context);
                }
            } catch (NftException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("libnftables", e);
            }
        }
    }

    private static String run(MemorySegment context, MemorySegment commands) throws Throwable {
        if ((int) Library.BUFFER_OUTPUT.invokeExact(context) != 0 || (int) Library.BUFFER_ERROR.invokeExact(context) != 0) {
            throw new NftException("nft_ctx_buffer_output: out of memory");
        }
        int status = (int) Library.RUN.invokeExact(context, commands);
        if (status != 0) {
            throw new NftException("nftables refused: " + text((MemorySegment) Library.ERROR.invokeExact(context)).strip());
        }
        return text((MemorySegment) Library.OUTPUT.invokeExact(context));
    }

    private static String text(MemorySegment zeroTerminated) {
        return zeroTerminated.address() == 0 ? "" : zeroTerminated.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
