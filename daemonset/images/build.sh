#!/usr/bin/env bash
# Builds the images, without a daemon and without a base image:
#   warren/agent   jlink runtime, the agent's jars and their AOT cache, libnftables
#   warren/envoy   stock Envoy, and what starts, probes and drains it
#   warren/cni     the CNI plugin with its own runtime, and what installs it
# Called by the launcher (./warren images), which builds first and sets JAVA_HOME and WARREN_ENVOY.
#   build.sh [--out DIR] [--tag TAG] [--registry NAME] [--only NAME]
# ARCH=arm64: lays the same images out for arm64; it needs WARREN_JMODS (a JDK's jmods for it), WARREN_ENVOY for it, and there is
# no AOT cache, which only a machine of that kind can make. Not tried.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WARREN=$(cd "$HERE/../.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/warren
NATIVE=$(dpkg --print-architecture)
ARCH=${ARCH:-$NATIVE}
ONLY='agent envoy cni'
OUT= TAG=dev REGISTRY=warren.local
EPOCH='2026-01-01 00:00:00 UTC'

die() { echo "images: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --out) OUT=$2; shift 2 ;;
    --tag) TAG=$2; shift 2 ;;
    --registry) REGISTRY=$2; shift 2 ;;
    --only) ONLY=$2; shift 2 ;;
    *) die "'$1' is not known: build.sh [--out DIR] [--tag TAG] [--registry NAME] [--only NAME]" ;;
  esac
done
case $ARCH in
  amd64) TRIPLET=x86_64-linux-gnu LOADER=ld-linux-x86-64.so.2 LOADER_LINK=lib64/ld-linux-x86-64.so.2 ;;
  arm64) TRIPLET=aarch64-linux-gnu LOADER=ld-linux-aarch64.so.1 LOADER_LINK=lib/ld-linux-aarch64.so.1 ;;
  *) die "ARCH is '$ARCH': want amd64 or arm64" ;;
esac
. "$HERE/debian.sh"

TARGET=$WARREN/daemonset/target
OUT=${OUT:-$TARGET/images}
mkdir -p "$OUT" "$TARGET"
exec 9>"$TARGET/images.lock"
flock 9
WORK=$(mktemp -d "$TARGET/images.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
for part in agent envoy cni; do . "$HERE/$part/layers.sh"; done

# image NAME LAYER... -- OPTIONS: an archive of the folders below WORK/NAME.
image() {
  local name=$1 layers=()
  shift
  while [ "$1" != -- ]; do layers+=(--layer "$WORK/$name/$1"); shift; done
  shift
  "$HERE/mkimage.py" --name "$REGISTRY/warren/$name:$TAG" --arch "$ARCH" "${layers[@]}" --out "$OUT/$name.tar" "$@"
}
wanted() { [[ " $ONLY " = *" $1 "* ]]; }
if wanted agent; then agent_layers && image agent system libraries warren aot -- --entrypoint /opt/warren/bin/warren; fi
if wanted envoy; then envoy_layers && image envoy system envoy -- --entrypoint /usr/bin/warren-envoy; fi
if wanted cni; then cni_layers && image cni system plugin -- --entrypoint /opt/warren/cni/bin/warren-cni; fi
