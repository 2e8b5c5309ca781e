// Package kubernetes is empty: Helm imports client-go's so that the build records its version.
package kubernetes
