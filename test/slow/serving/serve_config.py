"""
Runs a rendered serveConfigV2 under the real Ray Serve and prints what it saw as JSON.

Usage: serve_config.py DIRECTORY neuron|gpu. DIRECTORY holds serve_model.py and config.json, and for
neuron a `vllm` command.
"""

import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request

directory, kind = sys.argv[1:]
sys.path.insert(0, directory)
os.environ["PYTHONPATH"] = directory
os.environ["PATH"] = directory + os.pathsep + os.environ["PATH"]
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"

import ray  # noqa: E402
from ray import serve  # noqa: E402
from ray.serve.schema import ServeDeploySchema  # noqa: E402

with open(os.path.join(directory, "config.json")) as file:
    config = json.load(file)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(path, body=None):
    request = urllib.request.Request(origin + path, data=body)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            times = []
            chunks = []
            while chunk := response.read1():
                times.append(time.monotonic())
                chunks.append(chunk.decode())
            return {
                "status": response.status,
                "type": response.headers["content-type"],
                "chunks": chunks,
                "spread": times[-1] - times[0] if times else 0,
            }
    except urllib.error.HTTPError as error:
        return {"status": error.code, "chunks": [error.read().decode()]}


def deploy(applications):
    schema = ServeDeploySchema.parse_obj({**config, "applications": applications})
    serve.context._get_global_client().deploy_apps(schema, _blocking=False)


def wait(condition, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.5)
    return False


def statuses():
    return {name: app.status.value for name, app in serve.status().applications.items()}


def neuron():
    deploy(config["applications"])
    wait(lambda: statuses().get("llm") == "RUNNING" and statuses().get("metrics") == "RUNNING")
    seen = {"statuses": statuses(), "models": json.loads(ask("/v1/models?verbose=1")["chunks"][0])}
    seen["stream"] = ask("/v1/completions", b'{"prompt": "caf\xc3\xa9"}')
    seen["missing"] = ask("/nothing")
    page = "".join(ask("/metrics")["chunks"])
    helps = [line.split()[2] for line in page.splitlines() if line.startswith("# HELP")]
    seen["metrics"] = {"lines": len(page.splitlines()), "helps": len(helps), "distinct": len(set(helps))}
    # A vLLM that ends is noticed, and its replica replaced.
    ask("/die")
    first = seen["models"]["pid"]

    def replaced():
        answer = ask("/v1/models?verbose=1")
        return answer["status"] == 200 and json.loads(answer["chunks"][0])["pid"] != first

    seen["replaced"] = wait(replaced)
    # No vLLM outlives its replica.
    last = json.loads(ask("/v1/models?verbose=1")["chunks"][0])["pid"]
    serve.delete("llm")
    seen["ended"] = wait(lambda: not os.path.exists(f"/proc/{last}"), 60)
    wrong = [{**app} for app in config["applications"] if app["name"] == "llm"]
    wrong[0]["args"] = {**wrong[0]["args"], "ray_version": "9.9.9"}
    deploy(wrong)
    wait(lambda: statuses().get("llm") == "DEPLOY_FAILED")
    seen["wrongVersion"] = serve.status().applications["llm"].message
    return seen


def gpu():
    """Builds the application as Serve does. Running it needs vLLM and a GPU."""
    application = next(app for app in config["applications"] if app["name"] == "llm")

    @ray.remote(num_cpus=0, runtime_env={"env_vars": application["runtime_env"]["env_vars"]})
    def build():
        import serve_model
        from ray.serve.handle import DeploymentHandle  # noqa: F401

        router = serve_model.llm(application["args"])
        (model,) = router._bound_deployment.init_kwargs["llm_deployments"]
        deployment = model._bound_deployment
        llm_config = deployment.init_kwargs["llm_config"]
        options = deployment.ray_actor_options
        return {
            "name": deployment.name,
            "engine": llm_config.engine_kwargs,
            "model": llm_config.model_loading_config.model_dump(),
            "logsMetrics": llm_config.log_engine_metrics,
            "bundles": deployment._deployment_config.placement_group_bundles
            if hasattr(deployment._deployment_config, "placement_group_bundles")
            else deployment._replica_config.placement_group_bundles,
            "strategy": deployment._replica_config.placement_group_strategy,
            "pip": options["runtime_env"].get("pip"),
            "environment": options["runtime_env"]["env_vars"],
            "maxOngoingRequests": deployment._deployment_config.max_ongoing_requests,
            "autoscaling": json.loads(
                deployment._deployment_config.autoscaling_config.model_dump_json()
                if hasattr(deployment._deployment_config.autoscaling_config, "model_dump_json")
                else deployment._deployment_config.autoscaling_config.json()
            ),
            "routers": router._bound_deployment._deployment_config.autoscaling_config.max_replicas,
        }

    return ray.get(build.remote())


ray.init(num_cpus=8, resources={"neuron_cores": 4}, include_dashboard=False, logging_level="ERROR")
port = free_port()
origin = f"http://127.0.0.1:{port}"
try:
    if kind == "neuron":
        serve.start(http_options={"host": "127.0.0.1", "port": port})
        seen = neuron()
    else:
        seen = gpu()
finally:
    serve.shutdown()
    ray.shutdown()
print("SEEN " + json.dumps(seen))
