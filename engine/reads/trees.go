package reads

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// forest holds the syntax trees of all templates and definitions, by name.
type forest struct {
	trees map[string]*parse.Tree
	texts map[string]string // of the files, by Helm's name of the template
}

func parseAll(c *chart.Chart) (*forest, error) {
	f := &forest{trees: map[string]*parse.Tree{}, texts: map[string]string{}}
	f.gather(c)
	names := slices.Collect(maps.Keys(f.texts))
	// Helm parses the deepest path first, so that a chart's own definitions win over those of its dependencies.
	slices.SortFunc(names, func(a, b string) int {
		if depth := strings.Count(b, "/") - strings.Count(a, "/"); depth != 0 {
			return depth
		}
		return strings.Compare(b, a)
	})
	for _, name := range names {
		trees, err := parseText(name, f.texts[name])
		if err != nil {
			location, reason, _ := strings.Cut(strings.TrimPrefix(err.Error(), "template: "), ": ")
			return nil, fmt.Errorf("parse error at (%s): %s", location, reason) // as Helm words it
		}
		for defined, tree := range trees {
			if known := f.trees[defined]; known == nil || !parse.IsEmptyTree(tree.Root) {
				f.trees[defined] = tree
			}
		}
	}
	return f, nil
}

func parseText(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		return nil, err
	}
	trees[name] = tree // also when it holds definitions alone
	return trees, nil
}

func (f *forest) gather(c *chart.Chart) {
	for _, dependency := range c.Dependencies() {
		f.gather(dependency)
	}
	for _, file := range c.Templates {
		f.texts[path.Join(c.ChartFullPath(), file.Name)] = string(file.Data)
	}
}

// forestNames are the templates that Helm prints for a chart.
func forestNames(c *chart.Chart) []string {
	var names []string
	for _, file := range c.Templates {
		if !strings.HasPrefix(path.Base(file.Name), "_") && !strings.EqualFold(c.Metadata.Type, "library") {
			names = append(names, path.Join(c.ChartFullPath(), file.Name))
		}
	}
	slices.Sort(names)
	return names
}
