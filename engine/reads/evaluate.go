package reads

import (
	"strconv"
	"strings"
	"text/template/parse"
)

// pipe evaluates a pipeline and declares or assigns its variable.
func (w *walker) pipe(pipe *parse.PipeNode, dot value, decides bool) value {
	given := w.expression(pipe, dot, decides)
	if len(pipe.Decl) == 1 {
		w.bind(pipe, 0, given)
	}
	return given
}

// expression evaluates a pipeline. It decides when it stands in a condition.
func (w *walker) expression(pipe *parse.PipeNode, dot value, decides bool) value {
	var last *value
	for _, command := range pipe.Cmds {
		given := w.command(command, dot, last, decides)
		last = &given
	}
	if last == nil {
		return nothing
	}
	return *last
}

func (w *walker) command(command *parse.CommandNode, dot value, last *value, decides bool) value {
	if w.steps++; w.steps > maxSteps {
		w.giveUp()
		return nothing
	}
	first := command.Args[0]
	if function, ok := first.(*parse.IdentifierNode); ok {
		arguments := make([]value, 0, len(command.Args))
		for _, argument := range command.Args[1:] {
			arguments = append(arguments, w.operand(argument, dot, decides))
		}
		if last != nil {
			arguments = append(arguments, *last)
		}
		return w.function(function.Ident, arguments, command, decides)
	}
	if text, ok := w.fileText(command); ok {
		return literalOf(text)
	}
	given := w.operand(first, dot, decides)
	if len(command.Args) == 1 && last == nil {
		return given
	}
	// A method with arguments, such as .Files.Get or .Capabilities.APIVersions.Has: it gives nothing of the values,
	// unless it is one of the values' own.
	w.use(given, first, true, decides)
	for _, argument := range command.Args[1:] {
		w.use(w.operand(argument, dot, decides), argument, true, decides)
	}
	if last != nil {
		w.use(*last, command, true, decides)
	}
	return nothing
}

// fileText is the content of a file of the chart that `.Files.Get` asks for by a name in the template.
func (w *walker) fileText(command *parse.CommandNode) (string, bool) {
	if len(command.Args) != 2 || !strings.HasSuffix(command.Args[0].String(), ".Files.Get") {
		return "", false
	}
	name, ok := command.Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	for _, file := range w.files {
		if file.Name == name.Text {
			return string(file.Data), true
		}
	}
	return "", false
}

func (w *walker) operand(node parse.Node, dot value, decides bool) value {
	switch node := node.(type) {
	case *parse.DotNode:
		return dot.namedBy(node)
	case *parse.FieldNode:
		return w.fields(dot, node.Ident, node).namedBy(node)
	case *parse.VariableNode:
		return w.fields(w.variable(node.Ident[0]), node.Ident[1:], node).namedBy(node)
	case *parse.ChainNode:
		return w.fields(w.operand(node.Node, dot, decides), node.Field, node).namedBy(node)
	case *parse.PipeNode:
		return w.expression(node, dot, decides)
	case *parse.IdentifierNode:
		return w.function(node.Ident, nil, node, decides)
	case *parse.StringNode:
		return literalOf(node.Text)
	case *parse.NumberNode:
		return literalOf(node.Text)
	case *parse.BoolNode:
		return literalOf(strconv.FormatBool(node.True))
	}
	return nothing
}

func (w *walker) fields(of value, names []string, at parse.Node) value {
	for _, name := range names {
		of = w.field(of, name, at)
	}
	return of
}

// field looks up one key in whatever the value may be.
func (w *walker) field(of value, name string, at parse.Node) value {
	var found []value
	for _, o := range of.origins {
		switch {
		case o.scope && name == "Values":
			found = append(found, partOf(o.prefix...))
		case o.scope && name == "Subcharts":
			w.use(scopeOf(nil), at, true, false)
		case o.path != nil && len(o.path) == 0 && name == "AsMap":
			found = append(found, valueOf(o))
		case o.path != nil:
			found = append(found, partOf(below(o.path, name)...))
			if name == "global" && len(o.path) > 0 && len(o.path) == len(w.prefix) {
				found = append(found, partOf(name)) // globals of the root reach every dependency
			}
		case o.made != nil:
			found = append(found, o.made.fields[name], o.made.fields[anyKey])
		}
	}
	return union(found...)
}

// anyKey stands for a key that is not known when the template is read.
const anyKey = "*"

// elementOf gives what a range goes through, or any one part.
func (w *walker) elementOf(of value) value {
	var found []value
	for _, o := range of.origins {
		switch {
		case o.path != nil:
			found = append(found, partOf(below(o.path, anyKey)...))
		case o.made != nil:
			for _, name := range o.made.names() {
				found = append(found, o.made.fields[name])
			}
		}
	}
	return union(found...)
}
