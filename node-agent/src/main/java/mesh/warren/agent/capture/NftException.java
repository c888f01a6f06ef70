package mesh.warren.agent.capture;

import java.io.IOException;

/** nftables refused a transaction; nothing of it was applied. The message has nftables' own words. */
public final class NftException extends IOException {

    private static final long serialVersionUID = 1L;

    NftException(String message) {
        super(message);
    }
}
