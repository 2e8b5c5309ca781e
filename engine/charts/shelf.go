// Package charts loads charts as Helm loads them and keeps the last few, so that only values cross per render.
package charts

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"inference-charts/engine/failure"
)

// shelfSize is more than one workspace edits at a time; a chart that fell off is simply sent again.
const shelfSize = 4

// maxUnpackedBytes bounds an archive that unpacks to far more than it weighs. Helm's own limit is 100 MiB.
const maxUnpackedBytes = 32 << 20

// File is a file of a chart, by its path relative to the chart with /.
type File struct {
	Name string
	Data []byte
}

type Shelf struct{ charts []*Loaded }

// Loaded is a chart as it came from its files; nothing may change it.
type Loaded struct {
	ID    string
	Chart *chart.Chart
}

func NewShelf() *Shelf {
	archive.MaxDecompressedChartSize = maxUnpackedBytes
	return &Shelf{}
}

// Keep loads a chart from its files, or from one .tgz, under an id that its caller chose for exactly these bytes.
// It answers the ids of all charts that are kept now.
func (s *Shelf) Keep(id string, files []File) ([]string, error) {
	loaded, err := load(files)
	if err != nil {
		return nil, failure.Chart(err)
	}
	s.charts = slices.DeleteFunc(s.charts, func(c *Loaded) bool { return c.ID == id })
	if len(s.charts) == shelfSize {
		s.charts = s.charts[1:]
	}
	s.charts = append(s.charts, &Loaded{ID: id, Chart: loaded})
	ids := make([]string, len(s.charts))
	for i, c := range s.charts {
		ids[i] = c.ID
	}
	return ids, nil
}

// Take gives a kept chart to work with: whatever Helm changes in it does not reach the shelf.
func (s *Shelf) Take(id string) (*Loaded, error) {
	for _, c := range s.charts {
		if c.ID == id {
			return &Loaded{ID: id, Chart: clone(c.Chart)}, nil
		}
	}
	return nil, failure.Engine(fmt.Sprintf("no chart is kept under %q", id))
}

func load(files []File) (*chart.Chart, error) {
	if len(files) == 1 && strings.HasSuffix(files[0].Name, ".tgz") {
		return loader.LoadArchive(bytes.NewReader(files[0].Data))
	}
	buffered := make([]*archive.BufferedFile, len(files))
	for i, file := range files {
		data := bytes.TrimPrefix(file.Data, []byte("\uFEFF"))
		buffered[i] = &archive.BufferedFile{Name: file.Name, Data: data}
	}
	return loader.LoadFiles(buffered)
}
