// A whole Kubernetes control plane for tests in one binary. The first argument names the program
// to be; the others are that program's own flags.
package main

import (
	"fmt"
	"io"
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

var programs = map[string]func() int{
	"etcd":                    func() int { etcdmain.Main(os.Args); return 0 },
	"kube-apiserver":          func() int { return cli.Run(apiserver.NewAPIServerCommand()) },
	"kube-scheduler":          func() int { return cli.Run(scheduler.NewSchedulerCommand()) },
	"kube-controller-manager": func() int { return cli.Run(controllers.NewControllerManagerCommand()) },
	"kwok":                    runKwok,
	"kuberay":                 runKuberay,
}

func main() {
	if len(os.Args) < 2 || programs[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: control-plane etcd|kube-apiserver|kube-scheduler|kube-controller-manager|kwok|kuberay [flags]")
		os.Exit(2)
	}
	if os.Getenv("CONTROL_PLANE_EXIT_WITH_STDIN") != "" {
		go exitWithStdin()
	}
	os.Args = os.Args[1:]
	os.Exit(programs[os.Args[0]]())
}

// exitWithStdin ends this program when the test run that started it is gone, however that ended:
// the operating system closes the pipe even after SIGKILL.
func exitWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}
