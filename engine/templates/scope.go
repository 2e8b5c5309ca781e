package templates

import (
	"text/template"

	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/engine"
)

// scopesOf gives what "." is at the top of the templates of each chart, by the chart's path. Helm makes it: it renders
// a copy of the chart whose only template hands its scope over.
func scopesOf(c *chart.Chart, top common.Values) (map[string]common.Values, error) {
	scopes := map[string]common.Values{}
	handOver := func(scope common.Values) string {
		template := scope["Template"].(common.Values)
		scopes[chartPathOf(template["BasePath"].(string))] = scope
		delete(scope, "Template") // the one that asks is no template of the chart
		return ""
	}
	asking := engine.Engine{CustomTemplateFuncs: template.FuncMap{"handOver": handOver}}
	_, err := asking.Render(askingCopy(c), top)
	return scopes, err
}

func askingCopy(c *chart.Chart) *chart.Chart {
	copied := *c
	copied.Templates = []*common.File{{Name: "templates/ask", Data: []byte("{{ handOver . }}")}}
	copied.SetDependencies()
	for _, dependency := range c.Dependencies() {
		copied.AddDependency(askingCopy(dependency))
	}
	return &copied
}

// chartPathOf undoes what Helm does to make a base path of a chart's.
func chartPathOf(basePath string) string { return basePath[:len(basePath)-len("/templates")] }
