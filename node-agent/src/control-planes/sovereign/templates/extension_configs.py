"""Template of sovereign: extension_configs."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "extensions")
