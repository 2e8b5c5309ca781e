// Package v1beta1 adds nothing to the scheme: the version's name is in client-go's known-versions.txt here.
package v1beta1

import "k8s.io/apimachinery/pkg/runtime"

func AddToScheme(*runtime.Scheme) error { return nil }
