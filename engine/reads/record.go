package reads

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// use records that a value is used at a node: as a whole with all that it holds, or only looked at.
func (w *walker) use(given value, at parse.Node, whole, decides bool) {
	if given.at != nil {
		at = given.at
	}
	for _, o := range given.origins {
		switch {
		case o.scope && whole:
			w.record(o.prefix, at, true, decides)
		case o.path != nil && (whole || len(o.path) > 0):
			w.record(o.path, at, whole, decides)
		case o.made != nil && whole && !slices.Contains(w.using, o.made):
			w.using = append(w.using, o.made)
			for _, name := range o.made.names() {
				w.use(o.made.fields[name].namedBy(at), at, true, decides)
			}
			w.using = w.using[:len(w.using)-1]
		}
	}
}

func (w *walker) record(path []string, at parse.Node, whole, decides bool) {
	template, line, column := w.place(at)
	w.add(Read{
		Template:    template,
		Line:        &line,
		Column:      &column,
		Path:        append([]string{}, path...),
		ReadsBelow:  whole,
		IsCondition: decides,
	})
}

func (w *walker) add(read Read) {
	read.Guards = append([]Guard{}, w.guards...)
	key := fmt.Sprintln(read.Template, pointed(read.Line), pointed(read.Column), read.ReadsBelow, read.IsCondition, strings.Join(read.Path, "\x00"), read.Guards)
	if !w.seen[key] {
		w.seen[key] = true
		w.found = append(w.found, read)
	}
}

func pointed(number *int) int {
	if number == nil {
		return -1
	}
	return *number
}

// giveUp says, once, that everything may be read: the chart is too large to follow.
func (w *walker) giveUp() {
	if w.steps == maxSteps+1 {
		w.guards = nil
		w.add(Read{Template: w.chartPath, Path: []string{}, ReadsBelow: true})
	}
}

// place is where a node stands. The parser puts a field at its second name: the first is looked for before it.
func (w *walker) place(at parse.Node) (template string, line, column int) {
	if site := w.frame().site; site != nil {
		return site.template, site.line, site.column
	}
	tree := w.frame().tree
	location, _ := tree.ErrorContext(at)
	parts := strings.Split(location, ":")
	if len(parts) < 3 {
		return tree.ParseName, 0, 0
	}
	line, _ = strconv.Atoi(parts[len(parts)-2])
	column, _ = strconv.Atoi(parts[len(parts)-1])
	template = strings.Join(parts[:len(parts)-2], ":")
	if text, ok := w.forest.texts[template]; ok {
		column -= shift(text, int(at.Position()), at.String())
	}
	return template, line - 1, column
}

func shift(text string, position int, expression string) int {
	lineStart := strings.LastIndexByte(text[:min(position, len(text))], '\n') + 1
	for start := position; start >= lineStart && position-start <= len(expression); start-- {
		if strings.HasPrefix(text[start:], expression) {
			return position - start
		}
	}
	return 0
}

// guardsOf understands a condition as far as it says something about one value; the text is there in any case.
func (w *walker) guardsOf(pipe *parse.PipeNode, dot value, holds bool) []Guard {
	if len(pipe.Cmds) != 1 {
		return []Guard{{Text: pipe.String(), Holds: holds}}
	}
	return w.guardsOfCommand(pipe.Cmds[0], dot, holds)
}

func (w *walker) guardsOfCommand(command *parse.CommandNode, dot value, holds bool) []Guard {
	guard := Guard{Text: command.String(), Holds: holds}
	function, ok := command.Args[0].(*parse.IdentifierNode)
	if !ok {
		if inner, ok := command.Args[0].(*parse.PipeNode); ok && len(command.Args) == 1 {
			return w.guardsOf(inner, dot, holds)
		}
		if path, ok := w.peek(command.Args[0], dot).onlyPath(); ok && len(command.Args) == 1 {
			guard.Value = path
		}
		return []Guard{guard}
	}
	operands := command.Args[1:]
	switch {
	case function.Ident == "not" && len(operands) == 1:
		if inner := w.guardsOfOperand(operands[0], dot, !holds); len(inner) == 1 {
			return inner
		}
	case function.Ident == "and" && holds, function.Ident == "or" && !holds:
		var all []Guard
		for _, operand := range operands {
			all = append(all, w.guardsOfOperand(operand, dot, holds)...)
		}
		return all
	case function.Ident == "eq" && len(operands) >= 2:
		guard.Value, guard.Equals = w.comparison(operands, dot)
	}
	return []Guard{guard}
}

func (w *walker) guardsOfOperand(operand parse.Node, dot value, holds bool) []Guard {
	if inner, ok := operand.(*parse.PipeNode); ok {
		return w.guardsOf(inner, dot, holds)
	}
	guard := Guard{Text: operand.String(), Holds: holds}
	if path, ok := w.peek(operand, dot).onlyPath(); ok {
		guard.Value = path
	}
	return []Guard{guard}
}

// comparison is the one value that is compared, and the texts it may equal.
func (w *walker) comparison(operands []parse.Node, dot value) (path, texts []string) {
	for i, operand := range operands {
		given := w.peek(operand, dot)
		if text, ok := given.literal(); ok {
			texts = append(texts, text)
			continue
		}
		found, ok := given.onlyPath()
		// `eq a b c` asks whether a is b or c: a value is only understood in the first place, or beside one text.
		if !ok || path != nil || i > 0 && len(operands) > 2 {
			return nil, nil
		}
		path = found
	}
	if path == nil || slices.Contains(path, anyKey) {
		return nil, nil
	}
	return path, texts
}

// peek evaluates an operand without recording what it reads.
func (w *walker) peek(operand parse.Node, dot value) value {
	switch operand.(type) {
	case *parse.FieldNode, *parse.VariableNode, *parse.DotNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return w.operand(operand, dot, false)
	}
	return nothing
}
