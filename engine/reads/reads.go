// Package reads tells which values a chart's templates read, where, and under which conditions. It follows "$",
// with, range, variables, include and template with their argument, index, dict and the like through the syntax
// trees. Where it cannot follow, it says that everything below is read, so that no value is called unread wrongly.
package reads

import (
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// Read is one place where a template reads a value.
type Read struct {
	Template    string   `json:"template"`
	Line        *int     `json:"line,omitempty"`   // zero-based
	Column      *int     `json:"column,omitempty"` // zero-based, in bytes
	Path        []string `json:"path"`             // from the root of the values; "*" is any key or index
	ReadsBelow  bool     `json:"readsBelow"`       // the whole value is used, whatever it holds
	IsCondition bool     `json:"isCondition"`      // the value only decides what is printed
	Guards      []Guard  `json:"guards"`           // what must hold for the place to be reached, outermost first
}

// Guard is a condition around a read. Value and Equals are set where the condition asks of exactly one value whether
// it is set, or whether it equals one of some texts.
type Guard struct {
	Text   string   `json:"text"`
	Holds  bool     `json:"holds"` // false in the else branch
	Value  []string `json:"value,omitempty"`
	Equals []string `json:"equals,omitempty"`
}

// Of analyses a chart and its dependencies, disabled ones too.
func Of(c *chart.Chart) ([]Read, error) {
	forest, err := parseAll(c)
	if err != nil {
		return nil, err
	}
	w := &walker{forest: forest, seen: map[string]bool{}, found: []Read{}}
	w.walkChart(c, nil)
	return w.found, nil
}

func (w *walker) walkChart(c *chart.Chart, prefix []string) {
	w.chartPath, w.files, w.prefix = c.ChartFullPath(), c.Files, prefix
	w.readSwitches(c, prefix)
	for _, name := range forestNames(c) {
		tree := w.forest.trees[name]
		scope := scopeOf(prefix)
		w.frames = []frame{{tree: tree, variables: []variable{{"$", scope}}}}
		w.walkList(tree.Root, scope)
	}
	for _, dependency := range c.Dependencies() {
		for _, key := range keysOf(c, dependency) {
			w.walkChart(dependency, below(prefix, key))
		}
	}
}

// readSwitches records the conditions and tags with which Chart.yaml asks the values which dependencies to use.
func (w *walker) readSwitches(c *chart.Chart, prefix []string) {
	at := c.ChartFullPath() + "/Chart.yaml"
	for _, dependency := range c.Metadata.Dependencies {
		if dependency == nil {
			continue
		}
		for condition := range strings.SplitSeq(dependency.Condition, ",") {
			if condition = strings.TrimSpace(condition); condition != "" {
				path := append(append([]string{}, prefix...), strings.Split(condition, ".")...)
				w.add(Read{Template: at, Path: path, IsCondition: true})
			}
		}
		for _, tag := range dependency.Tags {
			w.add(Read{Template: at, Path: []string{"tags", tag}, IsCondition: true})
		}
		if len(dependency.ImportValues) > 0 { // what they bring is merged in where nobody can follow it
			key := dependency.Name
			if dependency.Alias != "" {
				key = dependency.Alias
			}
			w.add(Read{Template: at, Path: below(prefix, key), ReadsBelow: true})
		}
	}
}

// keysOf are the keys under which a dependency's values lie: its name, or the aliases it goes by.
func keysOf(c, dependency *chart.Chart) []string {
	var keys []string
	for _, wanted := range c.Metadata.Dependencies {
		if wanted != nil && wanted.Name == dependency.Name() {
			if wanted.Alias != "" {
				keys = append(keys, wanted.Alias)
			} else {
				keys = append(keys, wanted.Name)
			}
		}
	}
	if len(keys) == 0 {
		return []string{dependency.Name()}
	}
	return keys
}
