"""Template of sovereign: listeners."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "listeners")
