package templates

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/engine"
)

// source is a template of a chart or of one of its enabled dependencies.
type source struct {
	name      string // as Helm names it
	chartPath string
	text      []byte
}

// sourcesOf lists templates in the order in which Helm parses and executes them: the deepest path first, so that a
// chart's own definitions win over those of its dependencies.
func sourcesOf(c *chart.Chart) []source {
	byName := map[string]source{} // as Helm gathers them: of two files under one name, the last
	gather(c, byName)
	sources := slices.Collect(maps.Values(byName))
	slices.SortFunc(sources, func(a, b source) int {
		if depth := strings.Count(b.name, "/") - strings.Count(a.name, "/"); depth != 0 {
			return depth
		}
		return strings.Compare(b.name, a.name)
	})
	return sources
}

func gather(c *chart.Chart, byName map[string]source) {
	for _, dependency := range c.Dependencies() {
		gather(dependency, byName)
	}
	chartPath := c.ChartFullPath()
	isLibrary := strings.EqualFold(c.Metadata.Type, "library")
	for _, file := range c.Templates {
		if file == nil || isLibrary && !strings.HasPrefix(path.Base(file.Name), "_") {
			continue
		}
		name := path.Join(chartPath, file.Name)
		byName[name] = source{name, chartPath, file.Data}
	}
}

// parsedSet is a chart's templates, parsed with the dependencies that were enabled at the time.
type parsedSet struct {
	id    string
	names []string
	set   *template.Template
}

// parsedSets holds as many as a workspace edits at a time.
var parsedSets []parsedSet

const maxParsedSets = 4

func parsed(id string, sources []source) (*template.Template, error) {
	names := make([]string, len(sources))
	for i, source := range sources {
		names[i] = source.name
	}
	for _, known := range parsedSets {
		if known.id == id && slices.Equal(known.names, names) {
			return known.set, nil
		}
	}
	set := template.New("gotpl").Option("missingkey=zero")
	initFunMap(engine.Engine{}, context.Background(), set)
	for _, source := range sources {
		if _, err := set.New(source.name).Parse(string(source.text)); err != nil {
			return nil, cleanupParseError(source.name, err)
		}
	}
	if len(parsedSets) == maxParsedSets {
		parsedSets = parsedSets[1:]
	}
	parsedSets = append(parsedSets, parsedSet{id, names, set})
	return set, nil
}

// forget drops what is known of a chart, because a template that panicked may have left its set half-way.
func forget(id string) {
	parsedSets = slices.DeleteFunc(parsedSets, func(known parsedSet) bool { return known.id == id })
}
