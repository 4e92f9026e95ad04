"""Tries check_contract.py out: quiet on a binary that fits, loud on each way not to fit."""

import copy
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import check_contract  # noqa: E402
import files  # noqa: E402

# A binary that fits the files as they are.
FITTING = {
    "commands": ["serve", "sync-worker", "jobs-worker", "all", "migrate", "seed", "health"],
    "env": [
        {"name": name, "default": None, "required": name == "DATABASE_URL"} for name in files.env_file(".env.example")
    ],
    "port": 8000,
    "routes": ["/health", "/ready", "/metrics"],
    "metrics": sorted(files.metrics_used()),
}


def without(key, value):
    def name(item):
        return item["name"] if isinstance(item, dict) else item

    def change(describe):
        describe[key] = [item for item in describe[key] if name(item) != value]

    return change


def with_setting(name, required):
    return lambda describe: describe["env"].append({"name": name, "default": None, "required": required})


# (what changes in the binary, what has to be said about it)
CASES = [
    (without("commands", "serve"), "starts `serve`"),
    (without("commands", "sync-worker"), "deploy/kubernetes/sync-worker.yaml: starts `sync-worker`"),
    (without("commands", "all"), "docker-compose.yml: app: starts `all`"),
    (without("commands", "health"), "health check `health` is no command"),
    (without("env", "JWT_SECRET"), "sets JWT_SECRET, which the binary does not read"),
    (without("env", "STATIC_DIR"), "Dockerfile: sets STATIC_DIR"),
    (without("env", "ENABLE_SYNC"), ".env.example: lists ENABLE_SYNC"),
    (with_setting("NEW_SETTING", required=False), ".env.example: lacks NEW_SETTING"),
    (with_setting("NEW_SECRET", required=True), "deploy/kubernetes/api.yaml: does not set NEW_SECRET"),
    (lambda describe: describe.update(port=9000), "deploy/caddy/Caddyfile: port 8000; the binary listens on 9000"),
    (lambda describe: describe.update(port=9000), "deploy/kubernetes/api.yaml: probe /ready: port 8000"),
    (without("routes", "/ready"), "probes /ready, which the binary does not serve"),
    (without("routes", "/health"), "probes /health, which the binary does not serve"),
    (without("routes", "/metrics"), "scrapes /metrics, which the binary does not serve"),
    (without("metrics", "titan_projection_backlog"), "uses titan_projection_backlog"),
]


def main():
    wrong = [f"a binary that fits: {problem}" for problem in check_contract.problems(FITTING)]
    for change, expected in CASES:
        describe = copy.deepcopy(FITTING)
        change(describe)
        found = check_contract.problems(describe)
        if not any(expected in problem for problem in found):
            wrong.append(f"nobody said {expected!r}; said: {found}")
    as_objects = dict(FITTING, commands=[{"name": name} for name in FITTING["commands"]])
    wrong += [f"commands as objects: {problem}" for problem in check_contract.problems(as_objects)]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
