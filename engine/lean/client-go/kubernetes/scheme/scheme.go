// Package scheme knows the API versions of client-go and of apiextensions by name, without their types.
package scheme

import (
	_ "embed"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// What .Capabilities.APIVersions holds under `helm template`, in its order; test/engine/record.ts writes it.
//
//go:embed known-versions.txt
var knownVersions string

var Scheme = readScheme(knownVersions)

func readScheme(names string) *runtime.Scheme {
	scheme := runtime.NewScheme()
	for name := range strings.FieldsSeq(names) {
		version, err := schema.ParseGroupVersion(name)
		if err != nil {
			panic(err)
		}
		// Without types the version is only observed, which keeps the order; a priority would not.
		scheme.AddKnownTypes(version)
	}
	return scheme
}
