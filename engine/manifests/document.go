package manifests

import (
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
)

// Document is one YAML document of the manifest. Start and End are in UTF-16 units, as JavaScript counts, and span
// from its "---" line to the next document's.
type Document struct {
	Source     string `json:"source"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Namespace  string `json:"namespace"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Hook       *Hook  `json:"hook,omitempty"`
	IsCRD      bool   `json:"isCrd,omitempty"`
}

type Hook struct {
	Events         []string `json:"events"`
	Weight         int      `json:"weight"`
	DeletePolicies []string `json:"deletePolicies"`
}

// write puts documents together as helm prints them: definitions, manifests in install order, trimmed as a whole,
// then the hooks.
func write(sorted *sorted, crds []chart.CRD, skipTests bool) *Rendered {
	page := &page{}
	for _, crd := range crds {
		page.addDefinitions(crd.Filename, string(crd.File.Data))
	}
	for _, manifest := range sorted.manifests {
		page.add(manifest.head.describe(manifest.source), manifest.text)
	}
	page.trim()
	for _, hook := range sorted.hooks {
		if skipTests && hook.isTest() {
			continue
		}
		document := hook.head.describe(hook.source)
		document.Hook = hook.describe()
		page.add(document, hook.text)
	}
	return &Rendered{Manifest: page.text.String(), Documents: page.documents}
}

// page is the manifest as it grows, with its length as JavaScript counts it.
type page struct {
	text      strings.Builder
	length    int
	documents []Document
}

func (p *page) add(document Document, text string) {
	document.Start = p.length
	p.put("---\n# Source: ")
	p.put(document.Source)
	p.put("\n")
	p.put(text)
	p.put("\n")
	document.End = p.length
	p.documents = append(p.documents, document)
}

// addDefinitions adds a file of crds/, which helm prints whole and unread, with each of its documents described.
func (p *page) addDefinitions(source, text string) {
	first := len(p.documents)
	p.add(Document{Source: source}, text)
	whole := p.documents[first]
	contentStart := p.length - utf16Length(text) - 1
	p.documents = p.documents[:first]
	start := whole.Start
	for _, span := range spansOf(text) {
		document := Document{Source: source}
		if head, err := readHead(text[span.start:span.end]); err == nil {
			document = head.describe(source)
		}
		document.IsCRD, document.Start = true, start
		document.End = contentStart + utf16Length(text[:span.end])
		start = document.End
		p.documents = append(p.documents, document)
	}
	if len(p.documents) > first {
		p.documents[len(p.documents)-1].End = whole.End
	}
}

func (p *page) put(text string) {
	p.text.WriteString(text)
	p.length += utf16Length(text)
}

// trim does as helm does to all manifests before it prints the hooks: strings.TrimSpace and one newline.
func (p *page) trim() {
	trimmed := strings.TrimSpace(p.text.String()) + "\n"
	p.text.Reset()
	p.text.WriteString(trimmed)
	p.length = utf16Length(trimmed)
	if len(p.documents) > 0 {
		p.documents[len(p.documents)-1].End = p.length
	}
}

func utf16Length(text string) int {
	length := len(text)
	for i := 0; i < len(text); i++ {
		switch first := text[i]; {
		case first >= 0xE0: // three bytes make one unit, four make a pair
			length -= 2
		case first >= 0xC0:
			length--
		}
	}
	return length
}

func (h *hookText) isTest() bool {
	for _, event := range h.hook.Events {
		if event == release.HookTest {
			return true
		}
	}
	return false
}

func (h *hookText) describe() *Hook {
	described := &Hook{Events: []string{}, Weight: h.hook.Weight, DeletePolicies: []string{}}
	for _, event := range h.hook.Events {
		described.Events = append(described.Events, string(event))
	}
	for _, policy := range h.hook.DeletePolicies {
		described.DeletePolicies = append(described.DeletePolicies, string(policy))
	}
	return described
}
