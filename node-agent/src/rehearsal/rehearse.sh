#!/usr/bin/env bash
# Usage: rehearse.sh LAUNCHER CACHE. Runs the agent with one pod and a few Services until Envoy has them, and has the JVM keep
# what it loaded and linked for that as an AOT cache (JEP 514). The launcher calls it after a build, as root and with
# WARREN_ENVOY set; a node's image would call it when it is built. Everything happens in a mount namespace of its own: the
# pins and the namespaces of the rehearsal are gone with it.
set -euo pipefail
LAUNCHER=$1 CACHE=$2

if [ -z "${WARREN_REHEARSAL:-}" ]; then WARREN_REHEARSAL=1 exec unshare --mount "$0" "$@"; fi

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WORK=$(mktemp -d)
AGENT=
POD=rehearsal-$$
finish() {
  [ -z "$AGENT" ] || kill "$AGENT" 2>/dev/null || true
  ip netns delete "$POD" 2>/dev/null || true
  # Mounts below it, of which there may be some after a failure, are not followed.
  rm -rf --one-file-system "$WORK" 2>/dev/null || true
}
trap finish EXIT

chmod 711 "$WORK" # Envoy's user passes through it
mkdir -p "$WORK/manifests" "$WORK/state/pods"
cp "$HERE/services.yaml" "$WORK/manifests/"
cat >"$WORK/agent.yaml" <<YAML
node: n
domain: rehearsal
runDir: $WORK/run
stateDir: $WORK/state
manifests: $WORK/manifests
serviceCidrs: [10.96.0.0/16]
envoy: {path: "$WARREN_ENVOY", concurrency: 1, stopWithAgent: true}
YAML

# A pod as an agent before this one would have left it: the agent pins it again.
ip netns add "$POD"
ip -n "$POD" link set lo up
UID_OF_POD=00000000-0000-4000-8000-000000000001
cat >"$WORK/state/pods/$UID_OF_POD.json" <<JSON
{"version": 1, "uid": "$UID_OF_POD", "name": "rehearsal/web-1", "containerId": "$POD", "interface": "eth0",
 "netnsPath": "/run/netns/$POD", "netnsDevice": $(stat -L -c %d "/run/netns/$POD"), "netnsInode": $(stat -L -c %i "/run/netns/$POD"),
 "pin": "$WORK/run/none", "addresses": ["10.77.0.2"], "annotations": {}}
JSON

WARREN_BUILD=no WARREN_AOT_RECORD=$CACHE.new "$LAUNCHER" agent --config "$WORK/agent.yaml" >"$WORK/log" 2>&1 &
AGENT=$!
for _ in $(seq 40); do
  kill -0 "$AGENT" 2>/dev/null || { cat "$WORK/log" >&2; exit 1; }
  # The question is part of the rehearsal. Its status is not 0 while there are problems: what it says counts.
  WARREN_BUILD=no "$LAUNCHER" status --config "$WORK/agent.yaml" >"$WORK/status" 2>&1 || true
  if grep -q 'has all that is wanted' "$WORK/status"; then break; fi
  sleep 0.5
done
kill "$AGENT"
wait "$AGENT" || true # the JVM writes the cache when it ends; its status is that of the signal
AGENT=
[ -s "$CACHE.new" ] || { tail -n 20 "$WORK/log" >&2; exit 1; }
# Pages of a file that was not written to disk yet count as private memory of who maps them.
sync "$CACHE.new"
mv "$CACHE.new" "$CACHE"
