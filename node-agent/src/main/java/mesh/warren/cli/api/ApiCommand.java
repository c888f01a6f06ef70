package mesh.warren.cli.api;

import picocli.CommandLine.Command;

/** {@code warren api WORD ...}. */
@Command(name = "api", mixinStandardHelpOptions = true,
        description = "The API table: what is done with each field of Envoy's API (docs/api-table.md).",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ApiUpdate.class, ApiCheck.class, ApiList.class})
public final class ApiCommand {}
