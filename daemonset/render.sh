#!/usr/bin/env bash
# Renders the chart as plain manifests, for `kubectl apply` and `warren install`:
#   render.sh           into daemonset/manifests: warren.yaml, and uninstall.yaml, the two DaemonSets that clean the nodes
#   render.sh --check   fails when what is there is not what the chart gives
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HELM=$("$HERE/helm.sh")
OUT=$HERE/manifests
[ "${1:-}" != --check ] || OUT=$(mktemp -d)
mkdir -p "$OUT"

render() { # OPTIONS
  # What Helm would say of itself is of no use outside of it.
  "$HELM" template warren "$HERE/chart" --namespace warren-system "$@" \
    | sed -e '/^# Source: /d' -e 's,app.kubernetes.io/managed-by: Helm,app.kubernetes.io/managed-by: warren,'
}
{
  echo "# Made from daemonset/chart by daemonset/render.sh: change the chart."
  render --include-crds --set namespace.create=true
} >"$OUT/warren.yaml"
{
  echo "# Made from daemonset/chart by daemonset/render.sh: change the chart. Takes Warren off the nodes; 'warren uninstall' applies it."
  render --set uninstall=true --show-only templates/cni.yaml --show-only templates/agent.yaml
} >"$OUT/uninstall.yaml"

if [ "${1:-}" = --check ]; then
  trap 'rm -rf "$OUT"' EXIT
  diff -u "$HERE/manifests/warren.yaml" "$OUT/warren.yaml" && diff -u "$HERE/manifests/uninstall.yaml" "$OUT/uninstall.yaml" \
    || { echo "render.sh: daemonset/manifests is not what the chart gives: run daemonset/render.sh and commit" >&2; exit 1; }
fi
