package reads

import (
	"strconv"
	"strings"
	"text/template/parse"
)

// function says what a function gives of its arguments, and records what it reads of them. A function that is not
// named here may look at all of its arguments, and gives something that is no part of the values any more.
func (w *walker) function(name string, arguments []value, at parse.Node, decides bool) value {
	count := len(arguments)
	look := func(v value) { w.use(v, at, false, decides) }
	switch name {
	case "include":
		if count == 2 {
			return w.include(arguments[0], arguments[1], at)
		}
	case "tpl":
		if count == 2 {
			return w.tpl(arguments[0], arguments[1], at)
		}
	case "dict":
		return dictOf(arguments)
	case "list", "tuple":
		fields := map[string]value{}
		for i, argument := range arguments {
			fields[strconv.Itoa(i)] = argument
		}
		return valueOf(origin{made: &made{fields}})
	case "index":
		return w.index(arguments, at, decides)
	case "get":
		if count == 2 {
			return w.index(arguments, at, decides)
		}
	case "dig":
		if count >= 3 {
			found := w.index(append([]value{arguments[count-1]}, arguments[:count-2]...), at, decides)
			return union(found, arguments[count-2])
		}
	case "hasKey":
		if count == 2 {
			look(w.index(arguments, at, decides))
			return nothing
		}
	case "pick":
		if count > 0 {
			return w.pick(arguments, at, decides)
		}
	case "set":
		if count == 3 {
			return w.set(arguments[0], arguments[1], arguments[2], at)
		}
	case "default", "coalesce", "or", "and":
		for _, argument := range arguments {
			w.use(argument, at, false, true)
		}
		return union(arguments...)
	case "ternary":
		if count == 3 {
			w.use(arguments[2], at, false, true)
			return union(arguments[:2]...)
		}
	case "required":
		if count == 2 {
			look(arguments[1])
			return arguments[1]
		}
	case "deepCopy", "mustDeepCopy":
		return union(arguments...)
	case "concat":
		return valueOf(origin{made: &made{map[string]value{anyKey: w.elementOf(union(arguments...))}}})
	case "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite":
		for i, argument := range arguments {
			if i > 0 { // it also lands in the first map, wherever that goes
				w.use(argument, at, true, decides)
			}
		}
		return union(arguments...)
	case "first", "last", "mustFirst", "mustLast":
		if count == 1 {
			return w.elementOf(arguments[0])
		}
	case "not", "empty", "eq", "ne", "lt", "le", "gt", "ge", "kindIs", "kindOf", "typeIs", "typeOf", "len", "keys":
		for _, argument := range arguments {
			look(argument)
		}
		if name == "keys" {
			for _, argument := range arguments {
				look(w.elementOf(argument))
			}
		}
		return nothing
	}
	for _, argument := range arguments {
		w.use(argument, at, true, decides)
	}
	return nothing
}

func (w *walker) include(name, given value, at parse.Node) value {
	known, ok := name.literal()
	if !ok {
		w.use(name, at, true, false)
		w.use(given, at, true, false)
		return nothing
	}
	w.call(known, given, at)
	return nothing
}

// tpl follows a text that stands in the template. A text from elsewhere may read all that it is given.
func (w *walker) tpl(text, given value, at parse.Node) value {
	w.use(text, at, true, false)
	known, ok := text.literal()
	if !ok {
		w.use(given, at, true, false)
		return nothing
	}
	if !strings.Contains(known, "{{") {
		return nothing
	}
	trees, err := parseText(w.frame().tree.ParseName, known)
	if err != nil || len(trees) != 1 {
		w.use(given, at, true, false)
		return nothing
	}
	for _, tree := range trees {
		template, line, column := w.place(at)
		w.enter(tree, "tpl\x00"+known+"\x00"+given.key(), given, at, &site{template, line, column})
	}
	return nothing
}

func (w *walker) index(arguments []value, at parse.Node, decides bool) value {
	if len(arguments) == 0 {
		return nothing
	}
	found := arguments[0]
	for _, key := range arguments[1:] {
		name, ok := key.literal()
		if !ok {
			w.use(key, at, true, decides)
			found = w.elementOf(found)
			continue
		}
		found = w.field(found, name, at)
	}
	return found
}

func (w *walker) pick(arguments []value, at parse.Node, decides bool) value {
	fields := map[string]value{}
	for _, key := range arguments[1:] {
		name, ok := key.literal()
		if !ok {
			w.use(key, at, true, decides)
			return arguments[0]
		}
		fields[name] = w.field(arguments[0], name, at)
	}
	return valueOf(origin{made: &made{fields}})
}

func dictOf(arguments []value) value {
	fields := map[string]value{}
	for i := 0; i+1 < len(arguments); i += 2 {
		name, ok := arguments[i].literal()
		if !ok {
			name = anyKey
		}
		fields[name] = union(fields[name], arguments[i+1])
	}
	return valueOf(origin{made: &made{fields}})
}

// set adds a key to the maps that a template put together. Where it goes into another map, what becomes of it is not
// known.
func (w *walker) set(of, key, given value, at parse.Node) value {
	name, ok := key.literal()
	if !ok {
		name = anyKey
	}
	for _, o := range of.origins {
		if o.made != nil {
			o.made.fields[name] = union(o.made.fields[name], given)
		} else {
			w.use(given, at, true, false)
		}
	}
	return of
}
