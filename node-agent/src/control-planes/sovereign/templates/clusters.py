"""Template of sovereign: clusters."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "clusters")
