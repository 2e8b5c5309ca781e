package main

import (
	"flag"
	"fmt"
	"os"

	rayconfig "github.com/ray-project/kuberay/ray-operator/apis/config/v1alpha1"
	rayv1 "github.com/ray-project/kuberay/ray-operator/apis/ray/v1"
	"github.com/ray-project/kuberay/ray-operator/controllers/ray"
	"github.com/ray-project/kuberay/ray-operator/controllers/ray/batchscheduler"
	"k8s.io/apimachinery/pkg/runtime"
	kubernetes "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

// runKuberay runs the operator's RayCluster and RayService controllers. Its own main cannot be
// imported; jobs, webhooks, metrics and leader election are left out.
func runKuberay() int {
	flag.Parse() // controller-runtime registers --kubeconfig
	ctrl.SetLogger(klog.Background())
	if err := reconcileRay(); err != nil {
		fmt.Fprintln(os.Stderr, "kuberay:", err)
		return 1
	}
	return 0
}

func reconcileRay() error {
	ctx := ctrl.SetupSignalHandler()
	rest, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	scheme := runtime.NewScheme()
	if err := (&runtime.SchemeBuilder{kubernetes.AddToScheme, rayv1.AddToScheme}).AddToScheme(scheme); err != nil {
		return err
	}
	manager, err := ctrl.NewManager(rest, ctrl.Options{Scheme: scheme, Metrics: metrics.Options{BindAddress: "0"}})
	if err != nil {
		return err
	}
	config := rayconfig.Configuration{}
	batch, err := batchscheduler.NewSchedulerManager(ctx, config, rest, manager.GetClient())
	if err != nil {
		return err
	}
	clusters := ray.NewReconciler(ctx, manager, ray.RayClusterReconcilerOptions{BatchSchedulerManager: batch})
	if err := clusters.SetupWithManager(manager, 1); err != nil {
		return err
	}
	if err := ray.NewRayServiceReconciler(ctx, manager, config).SetupWithManager(manager, 1); err != nil {
		return err
	}
	return manager.Start(ctx)
}
