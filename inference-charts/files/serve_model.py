"""The Ray Serve applications of the chart: the model, and the metrics of all Ray nodes.

The chart puts the model parameters into the environment (modelId is MODEL_ID, maxNumSeqs is
MAX_NUM_SEQS). What is read from there is decided by the arguments that `serveConfigV2` passes.
"""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import ray
from ray import serve


def llm(arguments: dict):
    """Ray Serve's own OpenAI application, for NVIDIA GPUs."""
    from ray.serve.llm import LLMConfig, build_openai_app

    check_versions(arguments)
    kwargs = {name: setting(name) for name in arguments["engine_arguments"]}
    kwargs.update(arguments["engine_kwargs"])
    model = os.environ["MODEL_ID"]
    config = LLMConfig(
        model_loading_config={
            "model_id": os.environ.get("SERVED_MODEL_NAME", model),
            "model_source": model,
        },
        engine_kwargs=kwargs,
        deployment_config=deployment_options(arguments),
        runtime_env=engine_environment(arguments),
        # vLLM's own metrics, on the metrics port of the Ray node.
        log_engine_metrics=logs_engine_metrics(ray.__version__),
    )
    return build_openai_app({"llm_configs": [config]})


def vllm(arguments: dict):
    """`vllm serve` behind Ray Serve, for AWS Neuron: Serve's LLM application places GPUs only."""
    check_versions(arguments)
    return VllmServer.options(
        ray_actor_options={
            "num_cpus": 1,
            "resources": {"neuron_cores": arguments["neuron_cores"]},
        },
        **deployment_options(arguments),
    ).bind([expand(argument) for argument in arguments["vllm_arguments"]])


def metrics(_arguments: dict):
    """The metrics of all Ray nodes on one page."""
    return Metrics.bind()


@serve.deployment(health_check_period_s=10, health_check_timeout_s=30)
class VllmServer:
    """One `vllm serve` per replica, on a free local port, to which requests are passed on."""

    def __init__(self, arguments: list):
        import aiohttp

        command = shutil.which("vllm")
        if command is None:
            raise RuntimeError("The image has no vllm command. Choose an image with vLLM for Neuron.")
        port = free_port()
        self.origin = f"http://127.0.0.1:{port}"
        self.client = None
        self.timeout = aiohttp.ClientTimeout(total=None, connect=10)
        self.server = subprocess.Popen(
            [command, "serve", *arguments, "--host=127.0.0.1", f"--port={port}"]
        )
        # Compiling for Neuron takes long. The replica counts as starting until this returns.
        while not self.answers():
            self.require_running()
            time.sleep(1)

    async def __call__(self, request):
        import aiohttp
        from starlette.responses import StreamingResponse

        if self.client is None:
            self.client = aiohttp.ClientSession(timeout=self.timeout, auto_decompress=False)
        response = await self.client.request(
            request.method,
            f"{self.origin}{request.url.path}?{request.url.query}",
            headers=end_to_end(request.headers.items()),
            data=await request.body(),
        )

        async def body():
            # Closing the response tells vLLM that the caller is gone, so that it stops generating.
            async with response:
                async for chunk in response.content.iter_any():
                    yield chunk

        return StreamingResponse(
            body(), status_code=response.status, headers=end_to_end(response.headers.items())
        )

    async def check_health(self):
        self.require_running()
        if not await asyncio.to_thread(self.answers):
            raise RuntimeError("vllm serve does not answer /health.")

    def __del__(self):
        server = getattr(self, "server", None)
        if server is None or server.poll() is not None:
            return
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.origin + "/health", timeout=10) as response:
                return response.status == 200
        except OSError:
            return False

    def require_running(self):
        code = self.server.poll()
        if code is not None:
            raise RuntimeError(f"vllm serve ended with exit code {code}. Its log says why.")


@serve.deployment(ray_actor_options={"num_cpus": 0})
class Metrics:
    async def __call__(self):
        from starlette.responses import PlainTextResponse

        pages = await asyncio.gather(
            *(asyncio.to_thread(fetch, url) for url in metrics_urls(ray.nodes()))
        )
        return PlainTextResponse(
            merge_metrics(pages), media_type="text/plain; version=0.0.4; charset=utf-8"
        )


def check_versions(arguments: dict):
    """Says in one sentence what would otherwise fail later in a hundred lines."""
    wanted = arguments.get("ray_version")
    if wanted and ray.__version__ != wanted:
        raise RuntimeError(
            f"inference.rayOptions.rayVersion is {wanted}, but the image has Ray {ray.__version__}."
        )
    wanted = arguments.get("python_version")
    actual = f"{sys.version_info.major}.{sys.version_info.minor}"
    if wanted and actual != ".".join(wanted.split(".")[:2]):
        raise RuntimeError(
            f"inference.modelServer.pythonVersion is {wanted}, but the image has Python {actual}."
        )


def logs_engine_metrics(version: str) -> bool:
    """The logger of Ray 2.47 lacks a method that vLLM 0.9.0.1 to 0.11 demand: with it no replica starts."""
    return tuple(int(part) for part in version.split(".")[:2]) >= (2, 48)


def engine_environment(arguments: dict) -> dict:
    """This application's environment and vLLM, for all processes that the engine starts."""
    current = ray.get_runtime_context().runtime_env.get("env_vars", {})
    packages = arguments.get("packages")
    return {"env_vars": dict(current), **({"pip": packages} if packages else {})}


def deployment_options(arguments: dict) -> dict:
    return {
        "autoscaling_config": {
            "min_replicas": arguments["min_replicas"],
            "initial_replicas": max(1, arguments["min_replicas"]),
            "max_replicas": arguments["max_replicas"],
            "target_ongoing_requests": arguments["target_ongoing_requests"],
        },
        "max_ongoing_requests": arguments["max_ongoing_requests"],
    }


def setting(name: str):
    """A model parameter with its type: 8192, 0.8, true and {...} are JSON, all else is text."""
    text = os.environ[name.upper()]
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def expand(argument: str) -> str:
    """Puts the environment in place of $(NAME), as Kubernetes does in a container's args."""
    return re.sub(r"\$\((\w+)\)", lambda match: os.environ[match[1]], argument)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


hop_by_hop = {
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


def end_to_end(headers) -> dict:
    """Headers without those that hold for one connection only."""
    return {name: value for name, value in headers if name.lower() not in hop_by_hop}


def metrics_urls(nodes: list) -> list:
    return [
        f"http://{node['NodeManagerAddress']}:{node['MetricsExportPort']}/metrics"
        for node in nodes
        if node["Alive"]
    ]


def fetch(url: str) -> str:
    """A node that does not answer is left out: the others still count."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.read().decode()
    except OSError:
        return ""


def merge_metrics(pages: list) -> str:
    """One page out of several: Prometheus wants the samples of one metric in one block."""
    blocks = {}
    for page in pages:
        block = blocks.setdefault("", {})
        for line in page.splitlines():
            described = re.match(r"# (?:HELP|TYPE) (\S+)", line)
            if described:
                block = blocks.setdefault(described[1], {})
            # A dict keeps the order and drops the repeated HELP and TYPE lines.
            block[line] = None
    return "".join(f"{line}\n" for block in blocks.values() for line in block if line)
