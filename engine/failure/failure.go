// Package failure says why a chart did not render, in the terms in which a user would act on it.
package failure

import "errors"

// Failure is an error with the facts its kind needs; the kinds are those of the Renderer port.
type Failure struct {
	Kind       string      `json:"kind"`
	Message    string      `json:"message"`
	File       string      `json:"file,omitempty"`     // values: the file that could not be read
	Template   string      `json:"template,omitempty"` // manifest: the template that printed the text
	Text       string      `json:"text,omitempty"`     // manifest: what it printed
	Violations []Violation `json:"violations,omitempty"`
}

// Violation is one value that a chart's values.schema.json refuses.
type Violation struct {
	Chart      string   `json:"chart"`
	Path       []string `json:"path"` // from the root of the values; indices as decimal text
	Keyword    string   `json:"keyword"`
	Message    string   `json:"message"`
	Properties []string `json:"properties,omitempty"` // of required and additionalProperties
}

func (f *Failure) Error() string { return f.Message }

// From gives an error its kind; one that has none is an error of Helm's template engine.
func From(err error) *Failure {
	if known, ok := errors.AsType[*Failure](err); ok {
		return known
	}
	return &Failure{Kind: "template", Message: err.Error()}
}

func Engine(message string) *Failure { return &Failure{Kind: "engine", Message: message} }

func Chart(err error) *Failure { return &Failure{Kind: "chart", Message: err.Error()} }

func TooLarge(message string) *Failure { return &Failure{Kind: "too-large", Message: message} }

func Release(message string) *Failure { return &Failure{Kind: "release", Message: message} }

func Values(file string, err error) *Failure {
	return &Failure{Kind: "values", File: file, Message: err.Error()}
}

func Schema(message string, violations []Violation) *Failure {
	return &Failure{Kind: "schema", Message: message, Violations: violations}
}

func Manifest(template, text string, err error) *Failure {
	return &Failure{Kind: "manifest", Template: template, Text: text, Message: err.Error()}
}
