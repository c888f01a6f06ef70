"""Template of sovereign: endpoints."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "endpoints")
