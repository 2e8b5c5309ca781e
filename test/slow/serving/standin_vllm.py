"""Stands where the image's `vllm` command is: needs no accelerator, and tells what it was started with."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

started = time.monotonic()
arguments = sys.argv[1:]
port = int(next(a for a in arguments if a.startswith("--port=")).partition("=")[2])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/health":
            # A model takes a while to load.
            self.answer(200 if time.monotonic() - started > 2 else 503, b"")
        elif self.path == "/v1/models?verbose=1":
            cores = os.environ.get("NEURON_RT_VISIBLE_CORES")
            models = {"arguments": arguments, "cores": cores, "pid": os.getpid()}
            self.answer(200, json.dumps(models).encode())
        elif self.path == "/die":
            os._exit(3)
        else:
            self.answer(404, b'{"error": "not here"}')

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for part in (b"data: " + body + b"\n\n", b"data: [DONE]\n\n"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.flush()
            time.sleep(1)
        self.wfile.write(b"0\r\n\r\n")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
