#!/bin/bash
# packaging/setup with three tiny wheels in place of libtorch: what it fetches, what it says when that cannot be, and
# that trying again works. Needs no network.
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# A wheel is a zip with a dist-info folder.
mkdir "$folder/index"
/usr/bin/env python3 - "$folder/index" <<'PYTHON' >"$folder/torch.lock"
import hashlib, sys, zipfile
wheels = {
    ("torch", "2.11.0", "cp311-cp311-manylinux_2_28_x86_64"): [
        "torch/lib/libtorch_cpu.so", "torch/lib/libc10.so", "torch/lib/libgomp.so.1", "torch/lib/libtorch_cuda.so",
        "torch/include/torch/csrc/api/include/torch/torch.h"],
    ("nvidia_cuda_cupti", "13.0.85", "py3-none-manylinux_2_25_x86_64"): ["nvidia/cu13/lib/libcupti.so.13"],
    ("nvidia_cuda_runtime", "13.0.96", "py3-none-manylinux2014_x86_64"): ["nvidia/cu13/lib/libcudart.so.13"],
}
for (name, version, tags), files in wheels.items():
    path = f"{sys.argv[1]}/{name}-{version}-{tags}.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        for file in files:
            wheel.writestr(file, file * 50)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tags}\n")
        wheel.writestr(f"{info}/RECORD", "")
        wheel.writestr(f"{info}/licenses/LICENSE", "a licence")
    digest = hashlib.sha256(open(path, "rb").read()).hexdigest()
    print(f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}")
PYTHON

# Runs ensureTorch on a cache with pip pointed at a folder; sets output and status.
attempt() {
    local cacheFolder=$1 index=$2
    output=$(
        unset SIGHTLINE_TORCH
        export SIGHTLINE_CACHE=$cacheFolder PIP_NO_INDEX=1 PIP_FIND_LINKS=$index PIP_CONFIG_FILE=/dev/null
        . "$top/packaging/setup"
        torchLock=$folder/torch.lock
        freeMiB() { echo "${freeSpace:-100000}"; }
        exec 2>&1
        ensureTorch
        echo "folder: $torchFolder"
    )
    status=$?
}

# expect NAME STATUS TEXT
expect() {
    if [[ $status == "$2" && $output == *"$3"* ]]; then
        echo "PASS: $1"
    else
        echo "FAIL: $1: wanted status $2 and \"$3\", got $status and:"
        echo "$output"
        failures=$((failures + 1))
    fi
}
holds() {
    if eval "$2"; then
        echo "PASS: $1"
    else
        echo "FAIL: $1: $2"
        failures=$((failures + 1))
    fi
}

cache=$folder/cache
mkdir "$folder/empty"
attempt "$cache" "$folder/empty"
expect "an index without it" 1 "does not have the pinned libtorch"
holds "leaves nothing half done" '[[ -z $(ls -d "$cache"/part.* "$cache"/torch-* 2>/dev/null) ]]'

attempt "$cache" "$folder/index"
expect "trying again fetches it" 0 "folder: $cache/torch-2.11.0-"
unpacked=$(ls -d "$cache"/torch-*)
holds "the two folders side by side" '[[ -s $unpacked/torch/lib/libc10.so && -s $unpacked/nvidia/cu13/lib/libcupti.so.13 ]]'
holds "licences come along" '[[ -s $unpacked/torch-2.11.0.dist-info/licenses/LICENSE ]]'
holds "what is not needed stays out" '[[ ! -e $unpacked/torch/lib/libtorch_cuda.so ]]'
holds "wheels and temporary files are gone" '[[ -z $(ls -d "$cache"/wheels "$cache"/part.* 2>/dev/null) ]]'

attempt "$cache" "$folder/empty"
expect "the second time nothing is fetched" 0 "folder: "
holds "and nothing is said" '[[ $output == folder:* ]]'

truncate -s 10 "$unpacked/torch/lib/libc10.so"
attempt "$cache" "$folder/index"
expect "a damaged library is noticed" 0 "fetching libtorch"
holds "and replaced" '(($(stat -c %s "$unpacked/torch/lib/libc10.so") > 10))'

mkdir -p "$folder/hand/wheels"
cp "$folder"/index/*.whl "$folder/hand/wheels/"
attempt "$folder/hand" "$folder/empty"
expect "wheels put there by hand need no index" 0 "folder: "

mkdir -p "$folder/broken/wheels"
cp "$folder"/index/*.whl "$folder/broken/wheels/"
truncate -s 100 "$folder"/broken/wheels/torch-*.whl
attempt "$folder/broken" "$folder/empty"
expect "a half wheel is named" 1 "ignoring $folder/broken/wheels/torch-2.11.0"
attempt "$folder/broken" "$folder/index"
expect "and does not stand in the way" 0 "folder: "

mkdir "$folder/other"
cp "$folder"/index/*.whl "$folder/other/"
echo more >>"$(ls "$folder"/other/nvidia_cuda_cupti*)"
attempt "$folder/strange" "$folder/other"
expect "an index that serves another file" 1 "SHA-256 differs"

mkdir -p "$folder/killed/part.1/torch" "$folder/killed/wheels"
attempt "$folder/killed" "$folder/index"
expect "leftovers of a killed run" 0 "folder: "
holds "are cleared away" '[[ ! -e $folder/killed/part.1 ]]'

freeSpace=50 attempt "$folder/full" "$folder/index"
expect "a full disk" 1 "no space"

touch "$folder/file"
attempt "$folder/file/cache" "$folder/index"
expect "a cache that cannot be written" 1 "cannot be written"

output=$(
    unset SIGHTLINE_SYSTEM
    . "$top/packaging/setup"
    uname() { echo Darwin; }
    exec 2>&1
    checkSystem
)
status=$?
expect "another system" 1 "Manual steps for other systems"

((failures == 0))
