"""Template of sovereign: routes."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "routes")
