// Package rest has the one name of client-go's that Helm's engine mentions; no configuration is ever made of it.
package rest

type Config struct{}
