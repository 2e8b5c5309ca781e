// Package ignored asks Helm's own .helmignore rules, so that a folder is walked as Helm walks it.
package ignored

import (
	"io/fs"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/ignore"

	"inference-charts/engine/failure"
)

// Request lists entries of a chart's folder, by path relative to it with /.
type Request struct {
	Rules   string  `json:"rules"` // the text of .helmignore, empty when there is none
	Entries []Entry `json:"entries"`
}

type Entry struct {
	Path      string `json:"path"`
	Directory bool   `json:"directory"`
}

// Paths gives the entries that Helm leaves out; what lies under an ignored folder is left out with it.
func Paths(request Request) ([]string, error) {
	rules, err := ignore.Parse(strings.NewReader(request.Rules))
	if err != nil {
		return nil, failure.Chart(err)
	}
	rules.AddDefaults()
	paths := []string{}
	for _, entry := range request.Entries {
		if rules.Ignore(entry.Path, entryInfo{entry}) {
			paths = append(paths, entry.Path)
		}
	}
	return paths, nil
}

// entryInfo is as much of a file's facts as the rules look at.
type entryInfo struct{ entry Entry }

func (e entryInfo) Name() string       { return e.entry.Path }
func (e entryInfo) IsDir() bool        { return e.entry.Directory }
func (e entryInfo) Size() int64        { return 0 }
func (e entryInfo) Mode() fs.FileMode  { return 0 }
func (e entryInfo) ModTime() time.Time { return time.Time{} }
func (e entryInfo) Sys() any           { return nil }
