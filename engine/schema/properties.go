package schema

import (
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// propertiesOf names the keys a violation is about, where it is about keys of a map and not about the map.
func propertiesOf(violation jsonschema.ErrorKind) []string {
	switch violation := violation.(type) {
	case *kind.Required:
		return violation.Missing
	case *kind.AdditionalProperties:
		return violation.Properties
	}
	return nil
}
