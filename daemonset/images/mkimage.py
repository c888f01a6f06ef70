#!/usr/bin/env python3
"""Makes an OCI image archive out of folders, with no registry, no daemon and no base image.

    mkimage.py --name registry.example/warren/envoy:1 --arch amd64 --layer DIR [--layer DIR]... --out envoy.tar \
        [--entrypoint ARG]... [--cmd ARG]... [--env K=V]... [--user U]

Each folder becomes one layer. In it everything belongs to root and has one time stamp, names are sorted, and gzip writes no time:
the same folders always give the same image, byte for byte. `ctr images import`, `docker load` and `skopeo copy` read the archive.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import platform
import tarfile

EPOCH = 1767225600  # 2026-01-01: files with this time match what the AOT cache was trained with (images/build.sh)
CREATED = "2026-01-01T00:00:00Z"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
OCI = "application/vnd.oci.image."


def layer_of(folder):
    """The folder as an uncompressed tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        paths = []
        for parent, folders, files in os.walk(folder):
            paths += [os.path.join(parent, name) for name in folders + files]
        for path in sorted(paths):
            info = tar.gettarinfo(path, os.path.relpath(path, folder))
            if info is None:  # a socket
                continue
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = EPOCH
            if info.islnk():  # a file with two names: each gets its content, whichever comes first
                info.type, info.linkname, info.size = tarfile.REGTYPE, "", os.path.getsize(path)
            if info.isreg():
                with open(path, "rb") as content:
                    tar.addfile(info, content)
            else:
                tar.addfile(info)
    return out.getvalue()


def gzipped(data):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6) as stream:
        stream.write(data)
    return packed.getvalue()


def as_json(value):
    return json.dumps(value, sort_keys=True).encode()


class Blobs(dict):
    """Contents by their digest."""

    def add(self, data, kind):
        digest = hashlib.sha256(data).hexdigest()
        self[digest] = data
        return {"mediaType": OCI + kind, "digest": "sha256:" + digest, "size": len(data)}


def process(options):
    """The image's "config": what runs in it."""
    run = {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] + options.env, "WorkingDir": "/"}
    for key, value in (("Entrypoint", options.entrypoint), ("Cmd", options.cmd), ("User", options.user)):
        if value:
            run[key] = value
    return run


def image(options, blobs):
    """The descriptor of the image's manifest; its parts go into the blobs."""
    plain = [layer_of(folder) for folder in options.layer]
    layers = [blobs.add(gzipped(data), "layer.v1.tar+gzip") for data in plain]
    config = blobs.add(as_json({
        "created": CREATED, "architecture": options.arch, "os": "linux", "config": process(options),
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(data).hexdigest() for data in plain]},
        "history": [{"created": CREATED, "created_by": "mkimage.py"} for _ in plain],
    }), "config.v1+json")
    manifest = blobs.add(as_json({
        "schemaVersion": 2, "mediaType": OCI + "manifest.v1+json", "config": config, "layers": layers,
    }), "manifest.v1+json")
    # containerd takes an image's whole name from its own annotation, and only the tag from the standard one.
    manifest["annotations"] = {"io.containerd.image.name": options.name,
                               "org.opencontainers.image.ref.name": options.name.rsplit(":", 1)[1]}
    manifest["platform"] = {"architecture": options.arch, "os": "linux"}
    return manifest


def write(path, files):
    with tarfile.open(path, "w") as tar:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), EPOCH, 0o644
            tar.addfile(info, io.BytesIO(data))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True, help="with its tag")
    parser.add_argument("--arch", default=MACHINES.get(platform.machine(), platform.machine()))
    parser.add_argument("--layer", action="append", required=True, metavar="DIR")
    parser.add_argument("--out", required=True)
    parser.add_argument("--entrypoint", action="append", default=[])
    parser.add_argument("--cmd", action="append", default=[])
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--user", default="")
    options = parser.parse_args()
    if ":" not in options.name.rsplit("/", 1)[-1]:
        parser.error("--name %s has no tag" % options.name)

    blobs = Blobs()
    manifest = image(options, blobs)
    index = as_json({"schemaVersion": 2, "mediaType": OCI + "index.v1+json", "manifests": [manifest]})
    write(options.out, [("oci-layout", b'{"imageLayoutVersion":"1.0.0"}')]
          + [("blobs/sha256/" + digest, blobs[digest]) for digest in sorted(blobs)] + [("index.json", index)])
    print("%s: %s, %d bytes" % (options.out, options.name, os.path.getsize(options.out)))


if __name__ == "__main__":
    main()
