// Package templates executes a chart's templates as Helm's engine does, and parses them once.
package templates

import (
	"fmt"
	"path"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// Execute gives what each template printed, by Helm's name of it. The id stands for the bytes of the chart. The steps
// are those of Engine.render in Helm's pkg/engine/engine.go.
func Execute(id string, c *chart.Chart, top common.Values) (printed map[string]string, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			forget(id)
			err = fmt.Errorf("rendering template failed: %v", panicked)
		}
	}()
	sources := sourcesOf(c)
	set, err := parsed(id, sources)
	if err != nil {
		return nil, err
	}
	scopes, err := scopesOf(c, top)
	if err != nil {
		return nil, err
	}
	printed = make(map[string]string, len(sources))
	for _, source := range sources {
		if strings.HasPrefix(path.Base(source.name), "_") {
			continue
		}
		scope := scopes[source.chartPath]
		scope["Template"] = common.Values{"Name": source.name, "BasePath": path.Join(source.chartPath, "templates")}
		var text strings.Builder
		if err := set.ExecuteTemplate(&text, source.name, scope); err != nil {
			return nil, reformatExecErrorMsg(source.name, err)
		}
		printed[source.name] = strings.ReplaceAll(text.String(), "<no value>", "")
	}
	return printed, nil
}
