#!/usr/bin/env python3
"""Compares the deployment files with what the binary says of itself.

    titan-server describe > describe.json
    deploy/check_contract.py describe.json

The JSON: {"commands": [...], "env": [{"name", "default", "required"}], "port": 8000,
"routes": ["/health", ...]} and, if the binary names them, "metrics": [...].
Commands and routes may be strings or objects with "name" or "path". Prints one
line per problem. deploy/lint.sh runs it; needs PyYAML.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lint"))
import files  # noqa: E402

BINARY = "/app/titan-server"
HEALTH = "/health"
METRICS = "/metrics"
# The one-shot command: it needs the database and nothing else.
MIGRATE = "migrate"


def names(items, key):
    return {item if isinstance(item, str) else item[key] for item in items}


def command_problems(commands):
    for container in files.containers():
        if container.role not in commands:
            yield f"{container.where}: starts `{container.role}`, which is no command of the binary"
        for program, *arguments in container.health_commands:
            if program != BINARY:
                yield f"{container.where}: the health check runs {program}, not {BINARY}"
            elif not arguments or arguments[0] not in commands:
                yield f"{container.where}: the health check `{' '.join(arguments)}` is no command of the binary"


def env_problems(env):
    known = {setting["name"] for setting in env}
    required = {setting["name"] for setting in env if setting.get("required")}
    image = set(files.image_container().env)
    for container in files.containers():
        for name in sorted(set(container.env) - known):
            yield f"{container.where}: sets {name}, which the binary does not read"
        if container.where == "Dockerfile" or container.role == MIGRATE:
            continue
        for name in sorted(required - set(container.env) - image):
            yield f"{container.where}: does not set {name}, which the binary requires"
    listed = set(files.env_file(".env.example"))
    for name in sorted(known - listed):
        yield f".env.example: lacks {name}"
    for name in sorted(listed - known):
        yield f".env.example: lists {name}, which the binary does not read"
    for name in sorted(set(files.env_file(".env.development.example")) - known):
        yield f".env.development.example: sets {name}, which the binary does not read"


def ports_used():
    """(where, port) of every place that names the port."""
    image = files.image_container()
    yield "Dockerfile: ENV PORT", int(image.env["PORT"])
    for container in files.containers():
        for port in container.ports:
            yield container.where, port
        for path, port in container.probes:
            yield f"{container.where}: probe {path}", port
    yield "deploy/caddy/Caddyfile", files.upstream()[1]
    for job in files.documents("deploy/prometheus/prometheus.yml")[0]["scrape_configs"]:
        for discovery in job["dns_sd_configs"]:
            yield "deploy/prometheus/prometheus.yml", discovery["port"]
    for name, item in files.kinds("Deployment"):
        annotations = item["spec"]["template"]["metadata"]["annotations"]
        yield f"deploy/kubernetes/{name}: prometheus.io/port", int(annotations["prometheus.io/port"])
    for name, item in files.kinds("NetworkPolicy"):
        for rule in item["spec"].get("ingress", []):
            for entry in rule["ports"]:
                yield f"deploy/kubernetes/{name}: {item['metadata']['name']}", entry["port"]


def port_problems(port):
    for where, used in ports_used():
        if used != port:
            yield f"{where}: port {used}; the binary listens on {port}"


def route_problems(routes):
    if HEALTH not in routes:
        yield f"the binary does not serve {HEALTH}, which its health command asks"
    for container in files.containers():
        for path, _ in container.probes:
            if path not in routes:
                yield f"{container.where}: probes {path}, which the binary does not serve"
    for name, item in files.kinds("Deployment"):
        path = item["spec"]["template"]["metadata"]["annotations"]["prometheus.io/path"]
        if path not in routes:
            yield f"deploy/kubernetes/{name}: scrapes {path}, which the binary does not serve"
    if METRICS not in routes:
        yield f"deploy/prometheus/prometheus.yml: scrapes {METRICS}, which the binary does not serve"


def metric_problems(metrics):
    for metric, where in sorted(files.metrics_used().items()):
        if metric not in metrics:
            yield f"{where}: uses {metric}, which the binary does not expose"


def problems(describe):
    found = [
        *command_problems(names(describe["commands"], "name")),
        *env_problems(describe["env"]),
        *port_problems(describe["port"]),
        *route_problems(names(describe["routes"], "path")),
    ]
    if "metrics" in describe:
        found += metric_problems(names(describe["metrics"], "name"))
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: deploy/check_contract.py DESCRIBE.json")
    with open(sys.argv[1], encoding="utf-8") as file:
        found = problems(json.load(file))
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
