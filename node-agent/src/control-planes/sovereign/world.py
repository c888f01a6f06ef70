"""What a node is served, from the JSON file that WORLD names, and what is told to the tests: one JSON object a line."""
import json
import os
import sys

_told = {}


def resources(request, kind):
    """The resources of one kind ('clusters', 'listeners' ...) for the node that asks."""
    node = request.node.id
    refusal = request.error_detail.message if request.error_detail else ""
    say("nack" if refusal else "ask", node, kind, refusal)
    with open(os.environ["WORLD"], encoding="utf-8") as text:
        return json.load(text).get(node, {}).get(kind, [])


def say(event, node, kind, text):
    """Questions come again and again: only what is new is told."""
    if _told.get((node, kind)) != (event, text):
        _told[(node, kind)] = (event, text)
        print(json.dumps({"event": event, "node": node, "type": kind, "text": text}), file=sys.stdout, flush=True)
