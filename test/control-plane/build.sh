#!/bin/sh
# Builds the control plane from source into the folder $1: the binary, and in crds/ the resource
# definitions that KubeRay and kwok bring. build.ts calls it; packages are named on stderr as they compile.
set -eu
out=$1
cd "$(dirname "$0")"
mkdir -p "$out/crds"

# A chart's kubeVersion is compared with what /version says, so the version is stamped in.
version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
minor=${version#v1.}
minor=${minor%%.*}
stamp=k8s.io/component-base/version
CGO_ENABLED=0 go build -v -trimpath -o "$out/control-plane" -ldflags "-s -w \
  -X $stamp.gitVersion=$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=$minor \
  -X k8s.io/client-go/pkg/version.gitVersion=$version" .

kuberay=$(go list -m -f '{{.Dir}}' github.com/ray-project/kuberay/ray-operator)/config/crd/bases
kwok=$(go list -m -f '{{.Dir}}' sigs.k8s.io/kwok)/kustomize/crd/bases
for crd in "$kuberay/ray.io_rayclusters" "$kuberay/ray.io_rayservices" "$kwok/kwok.x-k8s.io_logs" "$kwok/kwok.x-k8s.io_portforwards"; do
  install -m 644 "$crd.yaml" "$out/crds/"
done
