"""Reads the deployment files into plain values, for the checks beside it."""

import json
import pathlib
import re
from dataclasses import dataclass, field

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPOSE = ("docker-compose.yml", "docker-compose.production.yml")
BUNDLED = "deploy/compose/bundled-stores.yml"
KUBERNETES = ROOT / "deploy/kubernetes"
EXAMPLE_SECRET = "secret.example.yaml"


@dataclass
class Container:
    """One way in which a file starts titan-server."""

    where: str
    command: list[str]
    env: dict[str, object] = field(default_factory=dict)
    ports: list[int] = field(default_factory=list)
    # Programs that a health check runs, and HTTP paths and ports that it asks.
    health_commands: list[list[str]] = field(default_factory=list)
    probes: list[tuple[str, object]] = field(default_factory=list)

    @property
    def role(self):
        return self.command[0] if self.command else ""


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def documents(path):
    return [document for document in yaml.safe_load_all(text(path)) if document]


def env_file(path):
    """The settings of a .env file, in order."""
    lines = (line.strip() for line in text(path).splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value for name, value in pairs}


def toml_value(path, key):
    """The first `key = "value"` of a TOML file: Python before 3.11 cannot read it properly."""
    match = re.search(rf'^{re.escape(key)} = "([^"]+)"', text(path), re.MULTILINE)
    return match.group(1) if match else None


# --- Dockerfile ---------------------------------------------------------------


def dockerfile():
    """The instructions of each stage: {stage: [(instruction, rest)]}; "" is before the first FROM."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text("Dockerfile"), flags=re.MULTILINE))
    stages, stage = {"": []}, ""
    for line in filter(None, (line.strip() for line in joined.splitlines())):
        instruction, _, rest = line.partition(" ")
        if instruction == "FROM":
            stage = rest.rsplit(" AS ", 1)[-1].strip()
            stages[stage] = []
        stages[stage].append((instruction, rest.strip()))
    return stages


def dockerfile_args(stage=""):
    pairs = (rest.split("=", 1) for name, rest in dockerfile()[stage] if name == "ARG" and "=" in rest)
    return dict(pairs)


def image_container():
    """What `docker run` of the image without arguments starts."""
    container = Container("Dockerfile", [])
    for instruction, rest in dockerfile()["runtime"]:
        if instruction == "ENV":
            container.env.update(pair.split("=", 1) for pair in rest.split())
        elif instruction == "EXPOSE":
            container.ports += [int(port) for port in rest.split()]
        elif instruction == "CMD":
            container.command = json.loads(rest)
        elif instruction == "HEALTHCHECK":
            container.health_commands.append(json.loads(rest[rest.index("[") :]))
    return container


# --- Compose ------------------------------------------------------------------


def compose(path):
    return yaml.safe_load(text(path))


def interpolations(path):
    """Each ${NAME...} of a compose file as (name, what follows it: "", ":-x", ":?x")."""
    return re.findall(r"\$\{([A-Z0-9_]+)([^}]*)\}", re.sub(r"^\s*#.*$", "", text(path), flags=re.MULTILINE))


def is_titan(service):
    return "titan-server" in service.get("image", "")


def compose_containers():
    for path in COMPOSE:
        for name, service in compose(path)["services"].items():
            if not is_titan(service):
                continue
            check = service.get("healthcheck", {}).get("test", [])
            published = [str(port).rsplit(":", 1)[-1] for port in service.get("ports", [])]
            yield Container(
                where=f"{path}: {name}",
                command=service["command"],
                env=service.get("environment", {}),
                ports=[int(port) for port in published + service.get("expose", [])],
                health_commands=[check[1:]] if check[:1] == ["CMD"] else [],
            )


# --- Kubernetes ---------------------------------------------------------------


def manifests():
    """(file name, object) for everything but the kustomization."""
    for path in sorted(KUBERNETES.glob("*.yaml")):
        if path.name != "kustomization.yaml":
            for document in documents(path):
                yield path.name, document


def kinds(*wanted):
    return [(name, item) for name, item in manifests() if item["kind"] in wanted]


def pod_spec(item):
    return item["spec"]["template"]["spec"]


def kubernetes_env(spec):
    """Names and sources of a container's environment, config maps resolved."""
    config_maps = {item["metadata"]["name"]: item["data"] for _, item in kinds("ConfigMap")}
    env = {}
    for source in spec.get("envFrom", []):
        env.update(config_maps[source["configMapRef"]["name"]])
    env.update({entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in spec.get("env", [])})
    return env


def kubernetes_containers():
    for name, item in kinds("Deployment", "Job"):
        for spec in pod_spec(item)["containers"]:
            probes = [probe["httpGet"] for key, probe in spec.items() if key.endswith("Probe")]
            yield Container(
                where=f"deploy/kubernetes/{name}",
                command=spec["args"],
                env=kubernetes_env(spec),
                ports=[port["containerPort"] for port in spec.get("ports", [])],
                probes=[(probe["path"], probe["port"]) for probe in probes],
            )


def containers():
    yield image_container()
    yield from compose_containers()
    yield from kubernetes_containers()


# --- Monitoring and proxy -----------------------------------------------------


def upstream():
    """The service name and port that the proxy sends to."""
    caddy = text("deploy/caddy/Caddyfile")
    block = caddy[caddy.index("dynamic a {") :]
    return re.search(r"name (\S+)", block).group(1), int(re.search(r"port (\d+)", block).group(1))


def queries():
    """(where, PromQL) of all alerts and dashboard panels."""
    for group in documents("deploy/prometheus/alerts.yml")[0]["groups"]:
        for rule in group["rules"]:
            yield f"alert {rule['alert']}", rule["expr"]
    for panel in json.loads(text("deploy/grafana/dashboards/titan-pos.json"))["panels"]:
        for target in panel.get("targets", []):
            yield f"panel {panel['title']}", target["expr"]


def metrics_used():
    """{metric: where it is used first}, histogram suffixes taken off."""
    used = {}
    for where, query in queries():
        for metric in re.findall(r"\btitan_[a-z_]+", query):
            used.setdefault(re.sub(r"_(bucket|sum|count)$", "", metric), where)
    return used
