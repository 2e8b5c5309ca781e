// Package manifests renders a chart to the bytes that `helm template` prints.
package manifests

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"

	"inference-charts/engine/charts"
	"inference-charts/engine/failure"
	"inference-charts/engine/schema"
	"inference-charts/engine/templates"
	"inference-charts/engine/values"
)

// Request carries what `helm template` takes on its command line.
type Request struct {
	Chart       string        `json:"chart"`
	Files       []values.File `json:"files"`
	Release     string        `json:"release"`
	Namespace   string        `json:"namespace"`
	IsUpgrade   bool          `json:"isUpgrade"`
	KubeVersion string        `json:"kubeVersion"`
	APIVersions []string      `json:"apiVersions"`
	IncludeCRDs bool          `json:"includeCrds"`
	SkipTests   bool          `json:"skipTests"`
	MaxBytes    int           `json:"maxBytes"` // of everything that the templates print
}

type Rendered struct {
	Manifest  string
	Notes     string
	Documents []Document
}

const notesFile = "NOTES.txt"

// Render follows `helm template` step by step: pkg/cmd/template.go, install.go and pkg/action/action.go of Helm 4.3.
func Render(loaded *charts.Loaded, request Request) (*Rendered, error) {
	c := loaded.Chart
	given, err := values.Read(request.Files)
	if err != nil {
		return nil, err
	}
	if err := installable(c); err != nil {
		return nil, err
	}
	if err := chartutil.ValidateReleaseName(request.Release); err != nil {
		return nil, failure.Release(fmt.Sprintf("release name check failed: release name %q: %v", request.Release, err))
	}
	if err := chartutil.ProcessDependencies(c, given); err != nil {
		return nil, failure.Chart(fmt.Errorf("chart dependencies processing failed: %w", err))
	}
	capabilities, err := capabilitiesOf(request)
	if err != nil {
		return nil, err
	}
	release := common.ReleaseOptions{
		Name:      request.Release,
		Namespace: request.Namespace,
		Revision:  1,
		IsInstall: !request.IsUpgrade,
		IsUpgrade: request.IsUpgrade,
	}
	scope, err := util.ToRenderValuesWithSchemaValidation(c, given, release, capabilities, true)
	if err != nil {
		return nil, failure.Chart(err)
	}
	if err := schema.Validate(c, scope["Values"].(common.Values)); err != nil {
		return nil, err
	}
	if wanted := c.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil, failure.Chart(fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", wanted, capabilities.KubeVersion.Version))
	}
	printed, err := templates.Execute(loaded.ID, c, scope)
	if err != nil {
		return nil, err
	}
	if err := refuseSize(printed, request.MaxBytes); err != nil {
		return nil, err
	}
	notes := takeNotes(c, printed)
	sorted, err := sortDocuments(printed)
	if err != nil {
		return nil, err
	}
	rendered := write(sorted, crdsOf(c, request), request.SkipTests)
	rendered.Notes = notes
	return rendered, nil
}

// installable refuses library charts and missing dependencies, as helm does before it renders.
func installable(c *chart.Chart) error {
	if kind := c.Metadata.Type; kind != "" && kind != "application" {
		return failure.Chart(fmt.Errorf("%s charts are not installable", kind))
	}
	var missing []string
	for _, wanted := range c.Metadata.Dependencies {
		there := slices.ContainsFunc(c.Dependencies(), func(d *chart.Chart) bool { return d.Name() == wanted.Name })
		if !there {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) > 0 {
		return failure.Chart(fmt.Errorf("an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: %s", strings.Join(missing, ", ")))
	}
	return nil
}

func capabilitiesOf(request Request) (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	if request.KubeVersion != "" {
		version, err := common.ParseKubeVersion(request.KubeVersion)
		if err != nil {
			return nil, failure.Release(fmt.Sprintf("invalid kube version '%s': %v", request.KubeVersion, err))
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = append(slices.Clip(capabilities.APIVersions), request.APIVersions...)
	return capabilities, nil
}

func refuseSize(printed map[string]string, limit int) error {
	total := 0
	for _, text := range printed {
		total += len(text)
	}
	if total <= limit {
		return nil
	}
	return failure.TooLarge(fmt.Sprintf("The chart prints %d MiB, and %d MiB is the most that is shown.", total>>20, limit>>20))
}

// takeNotes removes every NOTES.txt from what was printed and gives the chart's own.
func takeNotes(c *chart.Chart, printed map[string]string) string {
	notes := printed[path.Join(c.Name(), "templates", notesFile)]
	for name := range printed {
		if strings.HasSuffix(name, notesFile) {
			delete(printed, name)
		}
	}
	return notes
}

func crdsOf(c *chart.Chart, request Request) []chart.CRD {
	if !request.IncludeCRDs {
		return nil
	}
	return c.CRDObjects()
}
