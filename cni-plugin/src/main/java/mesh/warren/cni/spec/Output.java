package mesh.warren.cni.spec;

import mesh.warren.cni.json.JsonWriter;

/**
 * What the plugin leaves behind: JSON (or nothing) for standard output, and its exit status.
 *
 * @param text may be empty: CHECK, DEL, GC and STATUS answer success with nothing
 * @param exitStatus 0 or 1
 */
public record Output(String text, int exitStatus) {

    public static final Output NOTHING = new Output("", 0);

    public static Output success(String json) {
        return new Output(json, 0);
    }

    /** The answer to VERSION. */
    public static Output versions(String cniVersion) {
        return success(new JsonWriter().string("cniVersion", cniVersion).strings("supportedVersions", CniVersion.supported()).end());
    }

    /** @param cniVersion the input's, or the latest where the input has none that is known */
    public static Output failure(CniException failure, String cniVersion) {
        JsonWriter json = new JsonWriter().string("cniVersion", cniVersion)
                .number("code", failure.code().number()).string("msg", failure.getMessage());
        if (!failure.details().isEmpty()) {
            json.string("details", failure.details());
        }
        return new Output(json.end(), 1);
    }
}
