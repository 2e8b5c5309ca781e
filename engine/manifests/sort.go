package manifests

import (
	"fmt"
	"path"
	"slices"
	"strings"

	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

	"inference-charts/engine/failure"
)

type manifestText struct {
	source string
	text   string
	head   *head
}

type hookText struct {
	manifestText
	hook *release.Hook
}

type sorted struct {
	manifests []manifestText
	hooks     []hookText
}

// sortDocuments does what Helm's SortManifests does, in its order: files by name, documents as they stand in them,
// then stably by kind. Helm decodes every document through JSON to learn six fields, which takes half the time of a
// render; here readHead does it. A hook's annotations are left to Helm itself.
func sortDocuments(files map[string]string) (*sorted, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	found := &sorted{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		for _, text := range split(files[name]) {
			if err := found.place(name, text); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(found.manifests, func(a, b manifestText) int { return compareKinds(a.head.Kind, b.head.Kind) })
	slices.SortStableFunc(found.hooks, func(a, b hookText) int { return compareKinds(a.head.Kind, b.head.Kind) })
	return found, nil
}

func (s *sorted) place(name, text string) error {
	head, err := readHead(text)
	if err != nil {
		return failure.Manifest(name, text, fmt.Errorf("YAML parse error on %s: %w", name, err))
	}
	manifest := manifestText{source: name, text: text, head: head}
	if _, isHook := head.Annotations[release.HookAnnotation]; !isHook {
		s.manifests = append(s.manifests, manifest)
		return nil
	}
	hooks, _, err := releaseutil.SortManifests(map[string]string{name: text}, nil, releaseutil.InstallOrder)
	if err != nil {
		return failure.Manifest(name, text, err)
	}
	for _, hook := range hooks { // none when the event is unknown: helm drops the document then
		s.hooks = append(s.hooks, hookText{manifestText: manifest, hook: hook})
	}
	return nil
}

// compareKinds is Helm's order: known kinds as InstallOrder lists them, then unknown kinds by name.
func compareKinds(a, b string) int {
	first, isFirstKnown := installOrder[a]
	second, isSecondKnown := installOrder[b]
	switch {
	case isFirstKnown && isSecondKnown:
		return first - second
	case isFirstKnown:
		return -1
	case isSecondKnown:
		return 1
	}
	return strings.Compare(a, b)
}

var installOrder = func() map[string]int {
	order := map[string]int{}
	for i, kind := range releaseutil.InstallOrder {
		order[kind] = i
	}
	return order
}()
