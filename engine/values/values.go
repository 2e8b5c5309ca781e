// Package values reads values files and lays them over a chart's defaults, with Helm's own reader and merge.
package values

import (
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"

	"inference-charts/engine/failure"
)

// File is a values file as it was typed; the name is for messages.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Read merges the files as `helm -f a.yaml -f b.yaml` does: the later file wins.
func Read(files []File) (map[string]any, error) {
	merged := map[string]any{}
	for _, file := range files {
		read, err := loader.LoadValues(strings.NewReader(file.Text))
		if err != nil {
			return nil, failure.Values(file.Name, fmt.Errorf("failed to parse %s: %w", file.Name, err))
		}
		merged = loader.MergeMaps(merged, read)
	}
	return merged, nil
}

// Coalesce gives the values that the chart's templates see. The chart is changed: its disabled dependencies go.
func Coalesce(c *chart.Chart, files []File) (map[string]any, error) {
	read, err := Read(files)
	if err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(c, read); err != nil {
		return nil, failure.Chart(fmt.Errorf("chart dependencies processing failed: %w", err))
	}
	coalesced, err := util.CoalesceValues(c, read)
	if err != nil {
		return nil, failure.Chart(err)
	}
	return coalesced, nil
}
