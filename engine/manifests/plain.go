package manifests

import (
	"math"
	"strings"
)

// plainHead reads the head from a decoded document when it is certain that Helm's way through JSON would read the
// same: only string keys and JSON's own kinds of value everywhere, and strings wherever the head wants strings.
func plainHead(tree any) (*head, bool) {
	if tree == nil {
		return &head{}, true
	}
	root, ok := tree.(map[any]any)
	if !ok || !isPlain(tree) || !spelledExactly(root, "apiVersion", "kind", "metadata") {
		return nil, false
	}
	read := &head{}
	if !readString(root, "apiVersion", &read.APIVersion) || !readString(root, "kind", &read.Kind) {
		return nil, false
	}
	metadata, ok := readMap(root, "metadata")
	if !ok || !spelledExactly(metadata, "name", "namespace", "annotations") {
		return nil, false
	}
	if !readString(metadata, "name", &read.Name) || !readString(metadata, "namespace", &read.Namespace) {
		return nil, false
	}
	annotations, ok := readMap(metadata, "annotations")
	if !ok {
		return nil, false
	}
	for key, value := range annotations {
		text, ok := value.(string)
		if !ok {
			return nil, false
		}
		if read.Annotations == nil {
			read.Annotations = map[string]string{}
		}
		read.Annotations[key.(string)] = text
	}
	return read, true
}

func isPlain(value any) bool {
	switch value := value.(type) {
	case nil, string, bool, int, int64, uint64:
		return true
	case float64:
		return !math.IsNaN(value) && !math.IsInf(value, 0)
	case []any:
		for _, item := range value {
			if !isPlain(item) {
				return false
			}
		}
		return true
	case map[any]any:
		for key, item := range value {
			if _, ok := key.(string); !ok || !isPlain(item) {
				return false
			}
		}
		return true
	}
	return false
}

// spelledExactly is false where a key differs from a wanted one in case alone: JSON's reader would take it too.
func spelledExactly(table map[any]any, wanted ...string) bool {
	for key := range table {
		for _, name := range wanted {
			if key != name && strings.EqualFold(key.(string), name) {
				return false
			}
		}
	}
	return true
}

func readString(table map[any]any, key string, into *string) bool {
	value, exists := table[key]
	if !exists || value == nil {
		return true
	}
	text, ok := value.(string)
	*into = text
	return ok
}

func readMap(table map[any]any, key string) (map[any]any, bool) {
	value, exists := table[key]
	if !exists || value == nil {
		return nil, true
	}
	read, ok := value.(map[any]any)
	return read, ok
}
