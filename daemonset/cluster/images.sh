#!/usr/bin/env bash
# Makes, once, the two images that every cluster here has, and prints the folder of their archives:
#   k8s.local/pause:1    what holds a pod's namespaces
#   k8s.local/busybox:1  Debian's static busybox, all its commands linked: the tests' pods
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
MKIMAGE=$HERE/../images/mkimage.py
busybox=$(command -v /bin/busybox || command -v /usr/bin/busybox) || die "no busybox: install busybox-static"
OUT=$CACHE/images-$(cat "$HERE/images.sh" "$MKIMAGE" "$busybox" | sha256sum | cut -c1-16)
if [ ! -d "$OUT" ]; then
	mkdir -p "$CACHE"
	work=$(mktemp -d "$CACHE/images.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	root=$work/root
	mkdir -p "$work/out" "$root"/{bin,etc,tmp,root,proc,sys,dev,var/run,run}
	cp "$busybox" "$root/bin/busybox"
	for command in $("$busybox" --list); do [ "$command" = busybox ] || ln -s busybox "$root/bin/$command"; done
	chmod 1777 "$root/tmp"
	echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
	echo 'root:x:0:' >"$root/etc/group"
	"$MKIMAGE" --name k8s.local/busybox:1 --layer "$root" --cmd sh --out "$work/out/busybox.tar" >&2
	"$MKIMAGE" --name k8s.local/pause:1 --layer "$root" --entrypoint sleep --entrypoint 2147483647 --out "$work/out/pause.tar" >&2
	mv "$work/out" "$OUT"
fi
echo "$OUT"
