#!/bin/bash
# packaging/setup with tiny wheels in place of libtorch and GPU support: what it fetches, what it says when that cannot
# be, and that trying again works. Needs no network.
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# A wheel is a zip with a dist-info folder.
mkdir "$folder/index"
/usr/bin/env python3 - "$folder/index" "$folder/torch.lock" "$folder/gpu.lock" <<'PYTHON'
import hashlib, sys, zipfile
def cuda(*names):
    return [f"nvidia/cu13/lib/lib{name}" for name in names]
wheels = {
    ("torch", "2.11.0", "cp311-cp311-manylinux_2_28_x86_64"): [
        "torch/lib/libtorch_cpu.so", "torch/lib/libc10.so", "torch/lib/libgomp.so.1", "torch/lib/libtorch_cuda.so",
        "torch/lib/libc10_cuda.so", "torch/lib/libtorch_nvshmem.so", "torch/lib/libcaffe2_nvrtc.so",
        "torch/lib/libtorch_cuda_linalg.so",
        "torch/include/torch/csrc/api/include/torch/torch.h"],
    ("nvidia_cuda_cupti", "13.0.85", "py3-none-manylinux_2_25_x86_64"): cuda("cupti.so.13"),
    ("nvidia_cuda_runtime", "13.0.96", "py3-none-manylinux2014_x86_64"): cuda("cudart.so.13"),
    ("nvidia_cublas", "13.1.0.3", "py3-none-manylinux_2_27_x86_64"): cuda("cublas.so.13", "cublasLt.so.13"),
    ("nvidia_rest", "1", "py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64"): [
        *cuda("cusparse.so.12", "cufft.so.12", "curand.so.10", "nvJitLink.so.13", "nvrtc.so.13",
              "nvrtc-builtins.so.13.0", "nvrtc.alt.so.13", "cufile.so.0"),
        *(f"nvidia/cudnn/lib/libcudnn{part}.so.9" for part in (
            "", "_adv", "_cnn", "_graph", "_heuristic", "_ops", "_engines_precompiled", "_engines_runtime_compiled")),
        "nvidia/cusparselt/lib/libcusparseLt.so.0", "nvidia/nccl/lib/libnccl.so.2",
        "nvidia/nvshmem/lib/libnvshmem_host.so.3"],
}
locks = [open(sys.argv[2], "w"), open(sys.argv[3], "w")]
for number, ((name, version, tags), files) in enumerate(wheels.items()):
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
    print(f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}", file=locks[number >= 3])
PYTHON

# attempt CACHE INDEX [gpu] : runs ensureTorch (and ensureGpu) on a cache with pip pointed at a folder; sets output and
# status.
attempt() {
    local cacheFolder=$1 index=$2 gpu=${3:-}
    output=$(
        unset SIGHTLINE_TORCH SIGHTLINE_GPU SIGHTLINE_NVIDIA_DRIVER
        [[ -z ${ownTorch:-} ]] || SIGHTLINE_TORCH=$ownTorch
        export SIGHTLINE_CACHE=$cacheFolder PIP_NO_INDEX=1 PIP_FIND_LINKS=$index PIP_CONFIG_FILE=/dev/null
        . "$top/packaging/setup"
        torchLock=$folder/torch.lock
        gpuLock=$folder/${gpuLockName:-gpu.lock}
        hasDriver() { [[ -z ${noDriver:-} ]]; }
        freeMiB() { echo "${freeSpace:-100000}"; }
        exec 2>&1
        keepWheels=$gpu ensureTorch
        [[ -z $gpu ]] || ensureGpu
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

# --- GPU support

gpuFiles() { find "$1" -name '*.so*' | wc -l; }

noDriver=1 attempt "$cache" "$folder/empty" gpu
expect "GPU support from an index without it" 1 "does not have the pinned GPU support"
holds "says that there is no driver" '[[ $output == *"no NVIDIA driver here"* ]]'
holds "leaves libtorch alone" '[[ -s $unpacked/torch/lib/libtorch_cpu.so && ! -e $unpacked-gpu ]]'

attempt "$cache" "$folder/index" gpu
expect "GPU support is fetched" 0 "GPU support is in $unpacked-gpu"
holds "and says nothing of drivers where there is one" '[[ $output != *"driver"* ]]'
holds "everything libtorch_cuda needs, no more" '(($(gpuFiles "$unpacked-gpu") == 24))'
holds "torch's own libraries come with it" '[[ -s $unpacked-gpu/torch/lib/libtorch_cuda.so && ! -e $unpacked-gpu/torch/lib/libtorch_cpu.so ]]'
holds "the version is told by its folder" '[[ -s $unpacked-gpu/torch-2.11.0.dist-info/METADATA ]]'
holds "its wheels are gone" '[[ -z $(ls -d "$cache"/wheels "$cache"/part.* 2>/dev/null) ]]'
attempt "$cache" "$folder/empty" gpu
holds "the second time nothing is fetched or said" '[[ $status == 0 && $output == folder:* ]]'

# By hand from here on: pip takes its time.
byHand() {
    mkdir -p "$1/wheels"
    cp "$folder"/index/*.whl "$1/wheels/"
}
rm "$unpacked-gpu/nvidia/nccl/lib/libnccl.so.2"
byHand "$cache"
attempt "$cache" "$folder/empty" gpu
expect "a missing library is noticed" 0 "unpacking GPU support"
holds "and is there again" '[[ -s $unpacked-gpu/nvidia/nccl/lib/libnccl.so.2 ]]'
sed '$s/=sha256:..../=sha256:0000/' "$folder/gpu.lock" >"$folder/newer.lock"
byHand "$cache"
gpuLockName=newer.lock attempt "$cache" "$folder/index" gpu
expect "a changed lock fetches again" 1 "SHA-256 differs"
holds "and keeps the old until the new is there" '[[ -e $unpacked-gpu/complete ]]'
holds "and the wheels that are good" '[[ -s $(ls "$cache"/wheels/torch-*.whl) && -s $(ls "$cache"/wheels/nvidia_cublas-*.whl) ]]'
rm -r "$unpacked-gpu"
attempt "$cache" "$folder/empty"
holds "removing it is deleting one folder" '[[ $status == 0 && $output == folder:* ]]'

byHand "$folder/both"
attempt "$folder/both" "$folder/empty" gpu
expect "wheels for both put there by hand" 0 "GPU support is in $folder/both/torch-"
freeSpace=50 attempt "$folder/both" "$folder/empty" gpu
expect "what is there needs no space" 0 "folder: "
rm -r "$folder"/both/torch-*-gpu
freeSpace=3000 attempt "$folder/both" "$folder/index" gpu
expect "a disk too small for GPU support" 1 "no space: GPU support needs"
byHand "$folder/both"
ownTorch=$(ls -d "$folder"/both/torch-*) attempt "$folder/elsewhere" "$folder/empty" gpu
expect "SIGHTLINE_TORCH may name the fetched libtorch" 0 "GPU support is in $folder/both/torch-"
mkdir -p "$folder/own/torch/lib"
touch "$folder/own/torch/lib/libtorch_cpu.so"
ownTorch=$folder/own attempt "$folder/elsewhere" "$folder/index" gpu
expect "to a libtorch of somebody's own nothing is added" 1 "without its CUDA library"
touch "$folder/own/torch/lib/libtorch_cuda.so"
ownTorch=$folder/own attempt "$folder/elsewhere" "$folder/empty" gpu
expect "nor where a Python package has it" 0 "folder: $folder/own"

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
