package manifests

import (
	goyaml "go.yaml.in/yaml/v2"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// head is what is read of a rendered document to sort it and to name it.
type head struct {
	APIVersion  string
	Kind        string
	Name        string
	Namespace   string
	Annotations map[string]string
}

func (h *head) describe(source string) Document {
	return Document{Source: source, APIVersion: h.APIVersion, Kind: h.Kind, Name: h.Name, Namespace: h.Namespace}
}

// readHead reads a document's head, or fails with the error that Helm has for it.
func readHead(text string) (*head, error) {
	if head, ok := heads.get(text); ok {
		return head, nil
	}
	var tree any
	err := goyaml.Unmarshal([]byte(text), &tree)
	if err == nil {
		if head, ok := plainHead(tree); ok {
			heads.put(text, head)
			return head, nil
		}
	}
	return readHeadAsHelm(text)
}

// readHeadAsHelm takes Helm's own way through JSON, for whatever plainHead does not vouch for.
func readHeadAsHelm(text string) (*head, error) {
	var entry releaseutil.SimpleHead
	if err := yaml.Unmarshal([]byte(text), &entry); err != nil {
		return nil, err
	}
	read := &head{APIVersion: entry.Version, Kind: entry.Kind}
	if entry.Metadata != nil {
		read.Name, read.Annotations = entry.Metadata.Name, entry.Metadata.Annotations
	}
	var located struct {
		Metadata struct {
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := yaml.Unmarshal([]byte(text), &located); err == nil {
		read.Namespace = located.Metadata.Namespace
	}
	return read, nil
}

// heads remembers the documents of the last renders: from one keystroke to the next, most stay the same.
var heads = &headMemory{}

// headMemory holds two generations, so that it forgets what is no longer printed without being emptied at once.
type headMemory struct {
	recent, older map[string]*head
	bytes         int
}

const headMemoryBytes = 4 << 20

func (m *headMemory) get(text string) (*head, bool) {
	if head, ok := m.recent[text]; ok {
		return head, true
	}
	head, ok := m.older[text]
	if ok {
		m.put(text, head)
	}
	return head, ok
}

func (m *headMemory) put(text string, read *head) {
	if m.recent == nil || m.bytes+len(text) > headMemoryBytes {
		m.older, m.recent, m.bytes = m.recent, map[string]*head{}, 0
	}
	m.recent[text] = read
	m.bytes += len(text)
}
