package reads

import (
	"maps"
	"slices"
	"strings"
	"text/template/parse"
)

// value is what is known of what an expression gives: it comes from one of its origins.
type value struct {
	origins []origin
	at      parse.Node // the expression that names it, in the template being walked; nil when it has none
}

// origin is one of: a scope (what "." is at the top of a template), a part of the values, a map or a list that a
// template put together, a text that stands in the template, or anything else, computed or none of the values.
type origin struct {
	other   bool
	scope   bool
	prefix  []string // of a scope: where its chart's values lie
	path    []string // of a part of the values; not nil then
	made    *made
	literal *string
}

var nothing = valueOf(origin{other: true})

func valueOf(origins ...origin) value { return value{origins: origins} }

// made is a map that a template put together, or a list, with indices for keys. It may come to hold itself.
type made struct{ fields map[string]value }

func scopeOf(prefix []string) value {
	return valueOf(origin{scope: true, prefix: prefix})
}

func partOf(path ...string) value {
	return valueOf(origin{path: append([]string{}, path...)})
}

func below(path []string, key string) []string {
	return append(append([]string{}, path...), key)
}

func literalOf(text string) value { return valueOf(origin{literal: &text}) }

func (v value) namedBy(node parse.Node) value {
	v.at = node
	return v
}

func union(values ...value) value {
	var all []origin
	for _, v := range values {
		for _, o := range v.origins {
			if !slices.ContainsFunc(all, func(other origin) bool { return o.same(other) }) {
				all = append(all, o)
			}
		}
	}
	if all == nil {
		return nothing
	}
	return valueOf(all...)
}

func (o origin) same(other origin) bool {
	switch {
	case o.other:
		return other.other
	case o.path != nil:
		return other.path != nil && slices.Equal(o.path, other.path)
	case o.scope:
		return other.scope && slices.Equal(o.prefix, other.prefix)
	case o.literal != nil:
		return other.literal != nil && *o.literal == *other.literal
	case o.made != nil:
		return o.made == other.made
	}
	return false
}

// literal is the one text that a value can only be.
func (v value) literal() (string, bool) {
	if len(v.origins) == 1 && v.origins[0].literal != nil {
		return *v.origins[0].literal, true
	}
	return "", false
}

// onlyPath is the one part of the values that a value can only be.
func (v value) onlyPath() ([]string, bool) {
	if len(v.origins) == 1 && v.origins[0].path != nil {
		return v.origins[0].path, true
	}
	return nil, false
}

// key tells values apart, to see when a template includes itself with what it was given. Maps within maps within maps
// are not told apart any more, so that it ends for a map that holds itself.
func (v value) key() string { return v.keyWithin(4) }

func (v value) keyWithin(depth int) string {
	if depth == 0 {
		return "…"
	}
	var text strings.Builder
	for _, o := range v.origins {
		switch {
		case o.other:
			text.WriteByte('o')
		case o.path != nil:
			text.WriteString("p" + strings.Join(o.path, "\x00"))
		case o.scope:
			text.WriteString("s" + strings.Join(o.prefix, "\x00"))
		case o.literal != nil:
			text.WriteString("l" + *o.literal)
		case o.made != nil:
			for _, name := range o.made.names() {
				text.WriteString("{" + name + ":" + o.made.fields[name].keyWithin(depth-1) + "}")
			}
		}
		text.WriteByte(1)
	}
	return text.String()
}

func (m *made) names() []string { return slices.Sorted(maps.Keys(m.fields)) }
