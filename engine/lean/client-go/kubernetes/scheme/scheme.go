// Package scheme knows the API versions of client-go and of apiextensions by name, without their types.
package scheme

import (
	_ "embed"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// What .Capabilities.APIVersions holds under `helm template`, in its order; `npm run build:engine` says how it is made.
//
//go:embed known-versions.txt
var knownVersions string

var Scheme = readScheme(knownVersions)

func readScheme(names string) *runtime.Scheme {
	scheme := runtime.NewScheme()
	var groups []string
	versions := map[string][]schema.GroupVersion{}
	for name := range strings.FieldsSeq(names) {
		version, err := schema.ParseGroupVersion(name)
		if err != nil {
			panic(err)
		}
		if _, seen := versions[version.Group]; !seen {
			groups = append(groups, version.Group)
		}
		versions[version.Group] = append(versions[version.Group], version)
	}
	for _, group := range groups {
		if err := scheme.SetVersionPriority(versions[group]...); err != nil {
			panic(err)
		}
	}
	return scheme
}
