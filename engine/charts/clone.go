package charts

import (
	"slices"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// clone copies as deep as util.ProcessDependencies writes: it drops disabled dependencies, renames aliased ones
// and replaces the values. Files, templates and the values' own maps are shared, because Helm only reads them.
func clone(original *chart.Chart) *chart.Chart {
	copied := *original
	metadata := *original.Metadata
	// Helm tells an empty list from an absent one, so the copy is as empty or as absent as the original.
	metadata.Dependencies = slices.Clone(original.Metadata.Dependencies)
	for i, dependency := range original.Metadata.Dependencies {
		if dependency != nil {
			own := *dependency
			metadata.Dependencies[i] = &own
		}
	}
	copied.Metadata = &metadata
	copied.SetDependencies()
	for _, dependency := range original.Dependencies() {
		copied.AddDependency(clone(dependency))
	}
	return &copied
}
