// Package schema checks values against the values.schema.json of a chart and of its dependencies.
package schema

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"

	"inference-charts/engine/failure"
)

// Validate refuses what Helm refuses, in Helm's words, and says for each violation which value it is about.
// Helm compiles the schema on every render; here a schema is compiled once, and Helm is asked for its words only
// after a violation.
func Validate(c *chart.Chart, values map[string]any) error {
	violations, err := violationsOf(c, values, nil)
	if err != nil {
		return failure.Chart(err)
	}
	if len(violations) == 0 {
		return nil
	}
	refusal := util.ValidateAgainstSchema(c, values)
	if refusal == nil {
		return nil
	}
	slices.SortFunc(violations, func(a, b failure.Violation) int { return slices.Compare(a.Path, b.Path) })
	const heading = "values don't meet the specifications of the schema(s) in the following chart(s):\n"
	return failure.Schema(heading+refusal.Error(), violations)
}

func violationsOf(c *chart.Chart, values map[string]any, path []string) ([]failure.Violation, error) {
	var found []failure.Violation
	if c.Schema != nil {
		schema, err := compiled(c.Schema)
		if err != nil {
			return nil, fmt.Errorf("values.schema.json of %s: %w", c.Name(), err)
		}
		if refusal, ok := errors.AsType[*jsonschema.ValidationError](schema.Validate(values)); ok {
			found = append(found, leaves(refusal, c.Name(), path)...)
		}
	}
	for _, dependency := range c.Dependencies() {
		name := dependency.Name()
		given, exists := values[name]
		if !exists || given == nil {
			continue
		}
		below := append(append([]string{}, path...), name)
		table, ok := given.(map[string]any)
		if !ok {
			what := fmt.Sprintf("invalid type for values: expected object (map), got %T", given)
			found = append(found, failure.Violation{Chart: name, Path: below, Keyword: "type", Message: what})
			continue
		}
		more, err := violationsOf(dependency, table, below)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// leaves are the violations that name a value; what lies above them only says where they were found.
func leaves(refusal *jsonschema.ValidationError, chartName string, path []string) []failure.Violation {
	if len(refusal.Causes) > 0 {
		var found []failure.Violation
		for _, cause := range refusal.Causes {
			found = append(found, leaves(cause, chartName, path)...)
		}
		return found
	}
	keywords := refusal.ErrorKind.KeywordPath()
	keyword := ""
	if len(keywords) > 0 {
		keyword = keywords[0]
	}
	return []failure.Violation{{
		Chart:      chartName,
		Path:       append(append([]string{}, path...), refusal.InstanceLocation...),
		Keyword:    keyword,
		Message:    refusal.ErrorKind.LocalizedString(english),
		Properties: propertiesOf(refusal.ErrorKind),
	}}
}

var english = message.NewPrinter(language.English)

var known = map[string]*jsonschema.Schema{}

func compiled(text []byte) (*jsonschema.Schema, error) {
	if schema, ok := known[string(text)]; ok {
		return schema, nil
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(nothingOutside{})
	const location = "file:///values.schema.json" // as Helm names it, so that relative references mean the same
	if err := compiler.AddResource(location, document); err != nil {
		return nil, err
	}
	schema, err := compiler.Compile(location)
	if err != nil {
		return nil, err
	}
	clear(known) // the schema of the chart being edited is the only one worth keeping
	known[string(text)] = schema
	return schema, nil
}

// nothingOutside refuses references that leave the chart: rendering reads no file and asks no network. Helm lets
// an unresolved urn: pass, and so do we.
type nothingOutside struct{}

func (nothingOutside) Load(url string) (any, error) {
	if strings.HasPrefix(url, "urn:") {
		return true, nil
	}
	return nil, fmt.Errorf("it refers to %s, and nothing outside the chart is read while rendering", url)
}
