//go:build js && wasm

// The engine is Helm's own, compiled to WebAssembly. It offers JavaScript a handful of functions under one
// global; each takes one JSON text (and bytes where a chart crosses), answers an object, and never blocks.
package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"

	"inference-charts/engine/charts"
	"inference-charts/engine/failure"
	"inference-charts/engine/ignored"
	"inference-charts/engine/manifests"
	"inference-charts/engine/reads"
	"inference-charts/engine/values"
	"inference-charts/engine/warnings"
)

var kept = charts.NewShelf()

func main() {
	js.Global().Set("inferenceChartsEngine", map[string]any{
		"keep":     export(keep),
		"render":   export(render),
		"coalesce": export(coalesce),
		"reads":    export(readsOf),
		"ignored":  export(ignoredPaths),
	})
	select {}
}

// export gives JavaScript a function that answers {answer: JSON text} plus raw strings, or {failure: JSON text}.
func export(call func(args []js.Value) (answer map[string]any, err error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) (result any) {
		defer func() {
			if panicked := recover(); panicked != nil {
				result = map[string]any{"failure": asJSON(failure.Engine(fmt.Sprint(panicked)))}
			}
		}()
		answer, err := call(args)
		if err != nil {
			return map[string]any{"failure": asJSON(failure.From(err))}
		}
		return answer
	})
}

// keep(id, names as JSON, bytes...) puts a chart on the shelf; one name ending in .tgz is an archive.
func keep(args []js.Value) (map[string]any, error) {
	var names []string
	if err := json.Unmarshal([]byte(args[1].String()), &names); err != nil {
		return nil, err
	}
	files := make([]charts.File, len(names))
	for i, name := range names {
		content := make([]byte, args[2].Index(i).Length())
		js.CopyBytesToGo(content, args[2].Index(i))
		files[i] = charts.File{Name: name, Data: content}
	}
	ids, err := kept.Keep(args[0].String(), files)
	if err != nil {
		return nil, err
	}
	return map[string]any{"answer": asJSON(ids)}, nil
}

func render(args []js.Value) (map[string]any, error) {
	var request manifests.Request
	if err := json.Unmarshal([]byte(args[0].String()), &request); err != nil {
		return nil, err
	}
	chart, err := kept.Take(request.Chart)
	if err != nil {
		return nil, err
	}
	heard := warnings.Listen()
	rendered, err := manifests.Render(chart, request)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"manifest": rendered.Manifest,
		"notes":    rendered.Notes,
		"answer":   asJSON(map[string]any{"documents": rendered.Documents, "warnings": heard()}),
	}, nil
}

func coalesce(args []js.Value) (map[string]any, error) {
	var request struct {
		Chart string        `json:"chart"`
		Files []values.File `json:"files"`
	}
	if err := json.Unmarshal([]byte(args[0].String()), &request); err != nil {
		return nil, err
	}
	chart, err := kept.Take(request.Chart)
	if err != nil {
		return nil, err
	}
	heard := warnings.Listen()
	merged, err := values.Coalesce(chart.Chart, request.Files)
	if err != nil {
		return nil, err
	}
	return map[string]any{"answer": asJSON(map[string]any{"values": merged, "warnings": heard()})}, nil
}

func readsOf(args []js.Value) (map[string]any, error) {
	chart, err := kept.Take(args[0].String())
	if err != nil {
		return nil, err
	}
	found, err := reads.Of(chart.Chart)
	if err != nil {
		return nil, err
	}
	return map[string]any{"answer": asJSON(found)}, nil
}

func ignoredPaths(args []js.Value) (map[string]any, error) {
	var request ignored.Request
	if err := json.Unmarshal([]byte(args[0].String()), &request); err != nil {
		return nil, err
	}
	paths, err := ignored.Paths(request)
	if err != nil {
		return nil, err
	}
	return map[string]any{"answer": asJSON(paths)}, nil
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
