package templates

import (
	"context"
	"text/template"
	_ "unsafe" // for go:linkname

	"helm.sh/helm/v4/pkg/engine"
)

// Helm's engine parses every template anew on each render, which takes half of its time, and exports nothing smaller
// than a whole render. These are its own functions, unexported, of the release that go.mod pins: what they do is
// Helm's, and the tests compare the bytes.

// initFunMap gives a template set Helm's functions; `include` and `tpl` then look in this set.
//
//go:linkname initFunMap helm.sh/helm/v4/pkg/engine.Engine.initFunMap
func initFunMap(e engine.Engine, ctx context.Context, t *template.Template)

// cleanupParseError words an error of the parser as Helm does.
//
//go:linkname cleanupParseError helm.sh/helm/v4/pkg/engine.cleanupParseError
func cleanupParseError(filename string, err error) error

// reformatExecErrorMsg words an error of a template that stopped as Helm does.
//
//go:linkname reformatExecErrorMsg helm.sh/helm/v4/pkg/engine.reformatExecErrorMsg
func reformatExecErrorMsg(filename string, err error) error
