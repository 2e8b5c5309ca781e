// Package warnings catches what Helm would print to the terminal while it works.
package warnings

import (
	"bytes"
	"log"
	"log/slog"
	"slices"
	"strings"
)

var printed bytes.Buffer

func init() {
	slog.SetDefault(slog.New(slog.NewTextHandler(&printed, &slog.HandlerOptions{
		Level:       slog.LevelWarn,
		ReplaceAttr: withoutTimeAndLevel,
	})))
	// After slog, which would otherwise take the log package's lines for mere information and drop them.
	log.SetFlags(0)
	log.SetOutput(&printed)
}

// Listen forgets what was printed before; the function it returns gives each warning since then once, in order.
func Listen() func() []string {
	printed.Reset()
	return func() []string {
		lines := []string{}
		for line := range strings.Lines(printed.String()) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "warning: ")
			if line != "" && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
		return lines
	}
}

func withoutTimeAndLevel(_ []string, attribute slog.Attr) slog.Attr {
	if attribute.Key == slog.TimeKey || attribute.Key == slog.LevelKey {
		return slog.Attr{}
	}
	return attribute
}
