package reads

import (
	"text/template/parse"

	"helm.sh/helm/v4/pkg/chart/common"
)

// walker follows one template after the other and remembers where it is.
type walker struct {
	forest    *forest
	chartPath string
	prefix    []string // where the values of the chart lie whose templates are walked
	files     []*common.File
	frames    []frame // the template being walked, under those that include it
	guards    []Guard
	steps     int
	using     []*made // maps whose use is being recorded
	seen      map[string]bool
	found     []Read
}

// frame is a template being walked, with its variables, innermost last.
type frame struct {
	tree      *parse.Tree
	call      string // the template's name and what it was given
	site      *site  // of a text that tpl was given: where that stands in a template
	variables []variable
}

type site struct {
	template     string
	line, column int
}

type variable struct {
	name  string
	value value
}

const (
	// maxSteps bounds the work; a chart of fifty templates takes some ten thousand.
	maxSteps = 500_000
	// maxDepth bounds templates that include each other in a circle with ever other arguments.
	maxDepth = 40
)

func (w *walker) walkList(list *parse.ListNode, dot value) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		w.walk(node, dot)
	}
}

func (w *walker) walk(node parse.Node, dot value) {
	if w.steps++; w.steps > maxSteps {
		w.giveUp()
		return
	}
	switch node := node.(type) {
	case *parse.ActionNode:
		given := w.pipe(node.Pipe, dot, false)
		if len(node.Pipe.Decl) == 0 {
			w.use(given, node.Pipe, true, false)
		}
	case *parse.IfNode:
		w.branch(&node.BranchNode, dot, func(value) value { return dot })
	case *parse.WithNode:
		w.branch(&node.BranchNode, dot, func(given value) value { return given })
	case *parse.RangeNode:
		w.walkRange(node, dot)
	case *parse.TemplateNode:
		given := nothing
		if node.Pipe != nil {
			given = w.pipe(node.Pipe, dot, false)
		}
		w.call(node.Name, given, node)
	case *parse.ListNode:
		w.walkList(node, dot)
	}
}

// branch walks an if or a with. Variables declared in it end with it; what it assigns to others stays.
func (w *walker) branch(node *parse.BranchNode, dot value, inside func(given value) value) {
	variables, guards := len(w.frame().variables), len(w.guards)
	given := w.pipe(node.Pipe, dot, true)
	w.use(given, node.Pipe, false, true)
	w.guards = append(w.guards, w.guardsOf(node.Pipe, dot, true)...)
	w.walkList(node.List, inside(given))
	w.guards = append(w.guards[:guards:guards], w.guardsOf(node.Pipe, dot, false)...)
	w.walkList(node.ElseList, dot)
	w.guards = w.guards[:guards]
	w.frame().variables = w.frame().variables[:variables]
}

func (w *walker) walkRange(node *parse.RangeNode, dot value) {
	variables, guards := len(w.frame().variables), len(w.guards)
	given := w.expression(node.Pipe, dot, true)
	w.use(given, node.Pipe, false, true)
	element := w.elementOf(given)
	w.use(element, node.Pipe, false, false) // each key is looked at, whatever is made of it
	switch names := node.Pipe.Decl; len(names) {
	case 1:
		w.bind(node.Pipe, 0, element)
	case 2:
		w.bind(node.Pipe, 0, nothing)
		w.bind(node.Pipe, 1, element)
	}
	w.guards = append(w.guards, Guard{Text: "range " + node.Pipe.String(), Holds: true})
	w.walkList(node.List, element)
	w.walkList(node.List, element) // again, for what the first round assigned to variables outside
	w.guards = w.guards[:guards]
	w.walkList(node.ElseList, dot)
	w.frame().variables = w.frame().variables[:variables]
}

// call walks a template that another includes, with what it is given as its dot.
func (w *walker) call(name string, given value, at parse.Node) {
	tree := w.forest.trees[name]
	if tree == nil {
		return
	}
	w.enter(tree, name+"\x00"+given.key(), given, at, nil)
}

func (w *walker) enter(tree *parse.Tree, call string, given value, at parse.Node, site *site) {
	for _, frame := range w.frames {
		if frame.call == call {
			return // it includes itself with the same argument: all that it reads is being recorded
		}
	}
	if len(w.frames) >= maxDepth {
		w.use(given, at, true, false)
		return
	}
	w.frames = append(w.frames, frame{tree: tree, call: call, site: site, variables: []variable{{"$", given}}})
	w.walkList(tree.Root, given)
	w.frames = w.frames[:len(w.frames)-1]
}

func (w *walker) frame() *frame { return &w.frames[len(w.frames)-1] }

// bind declares a pipe's variable, or assigns to one that is there: it may hold what it held before too, because
// whether the assignment is reached is not known.
func (w *walker) bind(pipe *parse.PipeNode, index int, given value) {
	name := pipe.Decl[index].Ident[0]
	variables := w.frame().variables
	if pipe.IsAssign {
		for i := len(variables) - 1; i >= 0; i-- {
			if variables[i].name == name {
				variables[i].value = union(variables[i].value, given)
				return
			}
		}
	}
	w.frame().variables = append(variables, variable{name, given})
}

func (w *walker) variable(name string) value {
	variables := w.frame().variables
	for i := len(variables) - 1; i >= 0; i-- {
		if variables[i].name == name {
			return variables[i].value
		}
	}
	return nothing
}
