"""What the deployment files have to agree on among themselves; needs no binary.

Each check yields a line per problem.
"""

import re
import sys

import files

SECRETS = {"DATABASE_URL", "REDIS_URL", "JWT_SECRET", "POSTGRES_PASSWORD"}
# As the deployment was ordered: role -> number of instances.
REPLICAS = {"serve": 3, "sync-worker": 2, "jobs-worker": 1}


def versions():
    """One version of Rust and one release, however often they are written."""
    rust = files.toml_value("rust-toolchain.toml", "channel")
    args = files.dockerfile_args()
    if args["RUST_VERSION"] != rust:
        yield f"Dockerfile builds with Rust {args['RUST_VERSION']}, rust-toolchain.toml says {rust}"
    release = files.toml_value("Cargo.toml", "version")
    written = {
        "Dockerfile: ARG VERSION": files.dockerfile_args("runtime")["VERSION"],
        ".env.production.example: VERSION": files.env_file(".env.production.example")["VERSION"],
    }
    for image in files.documents("deploy/kubernetes/kustomization.yaml")[0]["images"]:
        written[f"kustomization.yaml: {image['name']}"] = image["newTag"]
    for name, item in files.kinds("Deployment", "Job"):
        for container in files.pod_spec(item)["containers"]:
            written[f"{name}: {container['name']}"] = container["image"].rsplit(":", 1)[-1]
    for where, version in written.items():
        if version != release:
            yield f"{where} is {version}, Cargo.toml says {release}"


def kustomization():
    """All manifests are applied, but the example of the secret."""
    listed = set(files.documents("deploy/kubernetes/kustomization.yaml")[0]["resources"])
    present = {name for name, _ in files.manifests()} - {files.EXAMPLE_SECRET}
    for name in sorted(listed ^ present):
        yield f"kustomization.yaml: {name} is {'listed but not there' if name in listed else 'not listed'}"


def namespaces():
    for name, item in files.manifests():
        if item["kind"] != "Namespace" and item["metadata"].get("namespace") != "titan-pos":
            yield f"{name}: {item['kind']} {item['metadata']['name']} is not in namespace titan-pos"


def kubernetes_references():
    """Every name that one object uses of another exists."""
    secrets = {item["metadata"]["name"]: set(item["stringData"]) for _, item in files.kinds("Secret")}
    accounts = {item["metadata"]["name"] for _, item in files.kinds("ServiceAccount")}
    services = {item["metadata"]["name"]: item["spec"] for _, item in files.kinds("Service")}
    for container in files.kubernetes_containers():
        for name, value in container.env.items():
            if isinstance(value, dict):
                reference = value["secretKeyRef"]
                if reference["key"] not in secrets.get(reference["name"], ()):
                    yield f"{container.where}: {name} comes from an unknown key of a secret, {reference}"
            elif name in SECRETS:
                yield f"{container.where}: {name} is a secret and written out"
    for name, item in files.kinds("Deployment", "Job"):
        if files.pod_spec(item)["serviceAccountName"] not in accounts:
            yield f"{name}: unknown service account"
    deployments = {item["metadata"]["name"] for _, item in files.kinds("Deployment")}
    for name, item in files.kinds("HorizontalPodAutoscaler"):
        if item["spec"]["scaleTargetRef"]["name"] not in deployments:
            yield f"{name}: scales nothing"
    for name, item in files.kinds("Ingress"):
        for rule in item["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                target = path["backend"]["service"]
                ports = {port["name"] for port in services.get(target["name"], {}).get("ports", [])}
                if target["port"]["name"] not in ports:
                    yield f"{name}: {path['path']} leads to {target['name']}, which has no such port"


def selectors():
    """Whatever selects pods selects some."""
    pods = [item["spec"]["template"]["metadata"]["labels"] for _, item in files.kinds("Deployment", "Job")]
    wanted = []
    for name, item in files.kinds("Deployment", "PodDisruptionBudget"):
        wanted.append((name, item["spec"]["selector"]["matchLabels"]))
    for name, item in files.kinds("NetworkPolicy"):
        wanted.append((name, item["spec"]["podSelector"].get("matchLabels", {})))
    for name, item in files.kinds("Service"):
        wanted.append((name, item["spec"].get("selector", {})))
    for name, selector in wanted:
        if not any(selector.items() <= labels.items() for labels in pods):
            yield f"{name}: {selector} selects no pod"


def hardening():
    """The pod security standard `restricted`, a read-only disk, limits and probes."""
    for name, item in files.kinds("Deployment", "Job"):
        pod = files.pod_spec(item)
        if not pod["securityContext"].get("runAsNonRoot"):
            yield f"{name}: may run as root"
        if pod["securityContext"].get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{name}: no seccomp profile"
        if pod.get("automountServiceAccountToken") is not False:
            yield f"{name}: gets a token of the Kubernetes API"
        for container in pod["containers"]:
            context = container.get("securityContext", {})
            if context.get("readOnlyRootFilesystem") is not True:
                yield f"{name}: may write to its root file system"
            if context.get("allowPrivilegeEscalation") is not False:
                yield f"{name}: may gain privileges"
            if context.get("capabilities", {}).get("drop") != ["ALL"]:
                yield f"{name}: keeps capabilities"
            resources = container.get("resources", {})
            if not all({"cpu", "memory"} <= set(resources.get(key, {})) for key in ("requests", "limits")):
                yield f"{name}: lacks requests or limits"
            if item["kind"] == "Deployment" and not {"livenessProbe", "readinessProbe"} <= set(container):
                yield f"{name}: lacks a probe"


def replicas():
    counts = {}
    for name, service in files.compose(files.COMPOSE[1])["services"].items():
        if files.is_titan(service) and "deploy" in service:
            counts[f"{files.COMPOSE[1]}: {name}"] = (service["command"][0], service["deploy"]["replicas"])
    for name, item in files.kinds("Deployment"):
        role = files.pod_spec(item)["containers"][0]["args"][0]
        counts[f"deploy/kubernetes/{name}"] = (role, item["spec"]["replicas"])
    for where, (role, count) in counts.items():
        if count != REPLICAS[role]:
            yield f"{where}: {count} replicas of {role}, not {REPLICAS[role]}"
    for role in REPLICAS:
        if sum(role == seen for seen, _ in counts.values()) != 2:
            yield f"{role} is not in both the production compose file and the manifests"


def compose_settings():
    """.env.production.example lists exactly what the production files ask for; secrets have no default."""
    asked = files.interpolations(files.COMPOSE[1]) + files.interpolations(files.BUNDLED)
    listed = set(files.env_file(".env.production.example"))
    for name, rest in asked:
        if name in SECRETS and not rest.startswith(":?"):
            yield f"{name} has to stop the start when it is missing, not be `{rest}`"
        if name not in listed:
            yield f".env.production.example: lacks {name}"
    for name in sorted(listed - {name for name, _ in asked}):
        yield f".env.production.example: lists {name}, which no production file asks for"
    for name in sorted(SECRETS):
        if files.env_file(".env.production.example").get(name):
            yield f".env.production.example: {name} has a value"


def compose_dependencies():
    """What is waited for exists, and has a health check where its health is waited for."""
    for path in files.COMPOSE:
        services = files.compose(path)["services"]
        for name, service in services.items():
            wanted = service.get("depends_on", {})
            conditions = wanted if isinstance(wanted, dict) else {other: {} for other in wanted}
            for other, condition in conditions.items():
                if other not in services:
                    yield f"{path}: {name} waits for {other}, which is not there"
                elif condition.get("condition") == "service_healthy" and "healthcheck" not in services[other]:
                    yield f"{path}: {name} waits for the health of {other}, which has no check"
            migrated = conditions.get("migrate", {}).get("condition") == "service_completed_successfully"
            if files.is_titan(service) and service["command"] != ["migrate"] and not migrated:
                yield f"{path}: {name} starts before the schema is there"


def bundled_stores():
    """The overlay adds images of its own or changes services that exist, with the same stores as development."""
    production = files.compose(files.COMPOSE[1])["services"]
    development = files.compose(files.COMPOSE[0])["services"]
    for name, service in files.compose(files.BUNDLED)["services"].items():
        if "image" not in service and name not in production:
            yield f"{files.BUNDLED}: changes {name}, which is not there"
        if "image" in service and service["image"] != development[name]["image"]:
            yield f"{files.BUNDLED}: {name} is {service['image']}, in development {development[name]['image']}"


def proxy():
    name, port = files.upstream()
    service = files.compose(files.COMPOSE[1])["services"].get(name, {})
    if str(port) not in service.get("expose", []):
        yield f"deploy/caddy/Caddyfile: sends to {name}:{port}, which no service of {files.COMPOSE[1]} exposes"


def alerts():
    """Each alert says how urgent it is and has been seen firing."""
    fired = set()
    for test in files.documents("deploy/prometheus/alerts_test.yml")[0]["tests"]:
        fired |= {case["alertname"] for case in test["alert_rule_test"] if case["exp_alerts"]}
    for group in files.documents("deploy/prometheus/alerts.yml")[0]["groups"]:
        for rule in group["rules"]:
            if rule["labels"].get("severity") not in ("page", "ticket"):
                yield f"alert {rule['alert']}: severity is neither page nor ticket"
            if rule["alert"] not in fired:
                yield f"alert {rule['alert']}: no test makes it fire"


def guide():
    """docs/deploy.md names files that exist, and every setting, alert and metric."""
    guide_text = files.text("docs/deploy.md")
    for path in sorted(set(re.findall(r"`((?:deploy|docs|\.github)/[\w./-]+|docker-compose[\w.]*yml)`", guide_text))):
        if not (files.ROOT / path).exists():
            yield f"docs/deploy.md: {path} does not exist"
    settings = {**files.env_file(".env.example"), **files.env_file(".env.production.example")}
    for name in [*settings, *files.metrics_used()]:
        if f"`{name}" not in guide_text:
            yield f"docs/deploy.md: says nothing of {name}"
    for group in files.documents("deploy/prometheus/alerts.yml")[0]["groups"]:
        for rule in group["rules"]:
            if f"`{rule['alert']}`" not in guide_text:
                yield f"docs/deploy.md: says nothing of {rule['alert']}"


CHECKS = [
    versions, kustomization, namespaces, kubernetes_references, selectors, hardening, replicas,
    compose_settings, compose_dependencies, bundled_stores, proxy, alerts, guide,
]  # fmt: skip

if __name__ == "__main__":
    found = [problem for check in CHECKS for problem in check()]
    if found:
        sys.exit("\n".join(found))
