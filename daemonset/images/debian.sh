# Sourced by build.sh: files out of Debian's packages, for the architecture of the image and not of this machine.

# unpacked PACKAGE: the folder into which the package was unpacked; downloaded once for each architecture.
unpacked() {
  local folder=$CACHE/debian/$ARCH/$1 work
  if [ ! -d "$folder" ]; then
    mkdir -p "$CACHE/debian/$ARCH"
    work=$(mktemp -d "$CACHE/debian/$ARCH/unpacking.XXXXXX")
    (cd "$work" && { apt-get -q download "$1:$ARCH" || { apt-get -q update && apt-get -q download "$1:$ARCH"; } } >&2 2>"$work/err") \
      || { cat "$work/err" >&2; die "apt-get cannot download $1:$ARCH (for another architecture: dpkg --add-architecture $ARCH)"; }
    dpkg-deb -x "$work"/*.deb "$work/files"
    basename "$work"/*.deb >"$work/files/.package"
    mv "$work/files" "$folder"
    rm -rf "$work"
  fi
  echo "$folder"
}

# from PACKAGE ROOT NAME...: copies libraries and programs of these names to where the root looks for them: libraries into
# /lib/TRIPLET, programs into /usr/bin.
from() {
  local package=$1 root=$2 name file
  shift 2
  for name in "$@"; do
    file=$(find "$(unpacked "$package")" \( -path "*/bin/$name" -o -path "*/$TRIPLET/$name" \) | sort | head -n 1)
    [ -n "$file" ] || die "package $package has no $name"
    case $file in
      */bin/*) install -D -m 755 "$file" "$root/usr/bin/$name" ;;
      *) install -D -m 755 "$(readlink -f "$file")" "$root/lib/$TRIPLET/$name" ;;
    esac
  done
}

glibc() { # ROOT
  from libc6 "$1" "$LOADER" libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 libresolv.so.2 librt.so.1
  mkdir -p "$1/$(dirname "$LOADER_LINK")"
  ln -sfn "/lib/$TRIPLET/$LOADER" "$1/$LOADER_LINK"
}

# A shell and the small programs that the entry points use.
shell() { # ROOT
  local name
  install -D -m 755 "$(find "$(unpacked busybox-static)" -path '*/bin/busybox')" "$1/bin/busybox"
  for name in sh cat cp date env grep head id kill ls mkdir mv nsenter printf ps rm sed sleep tail test touch tr true wget; do ln -sfn busybox "$1/bin/$name"; done
}

# To give up what an entry point had to have, and what Kubernetes cannot take away.
setpriv() { # ROOT
  from util-linux "$1" setpriv
  from libcap-ng0 "$1" libcap-ng.so.0
}

# The few files that libraries look for.
etc() { # ROOT
  mkdir -p "$1"/{etc,tmp,proc,sys,dev,run}
  chmod 1777 "$1/tmp"
  # One folder under two names, as on most nodes: the runtime may name a network namespace by either.
  mkdir -p "$1/var"
  ln -sfn ../run "$1/var/run"
  printf 'root:x:0:0:root:/:/bin/sh\nwarren-envoy:x:15050:15050::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$1/etc/passwd"
  printf 'root:x:0:\nwarren-envoy:x:15050:\nnogroup:x:65534:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
}

# Fails when a program or library in there needs a library that is not.
complete() { # ROOT
  [ "$ARCH" = "$NATIVE" ] && [ "$(id -u)" = 0 ] || return 0
  local file missing
  for file in "$1"/usr/bin/* "$1/lib/$TRIPLET"/*; do
    missing=$(chroot "$1" "/$LOADER_LINK" --list "${file#"$1"}" 2>&1 | grep -E 'not found|cannot open') || continue
    die "${file#"$1"}: $missing"
  done
}
