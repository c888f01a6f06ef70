package mesh.warren.cni.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of the CNI specification that the plugin speaks, oldest first. */
public enum CniVersion {
    V0_3_1("0.3.1"),
    V0_4_0("0.4.0"),
    V1_0_0("1.0.0"),
    V1_1_0("1.1.0");

    /** Answered where the runtime named no version that is known. */
    public static final CniVersion LATEST = V1_1_0;

    private final String text;

    CniVersion(String text) {
        this.text = text;
    }

    /** As in {@code cniVersion}. */
    public String text() {
        return text;
    }

    public static Optional<CniVersion> of(String text) {
        for (CniVersion version : values()) {
            if (version.text.equals(text)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** All versions, as in {@code supportedVersions}. */
    public static List<String> supported() {
        List<String> texts = new ArrayList<>();
        for (CniVersion version : values()) {
            texts.add(version.text);
        }
        return texts;
    }
}
