# syntax=docker/dockerfile:1

# One image for every role: `serve`, `sync-worker`, `jobs-worker`, `all`,
# `migrate`. Kept equal to rust-toolchain.toml by deploy/lint.sh.
ARG RUST_VERSION=1.95.0
ARG NODE_VERSION=22
ARG DEBIAN_RELEASE=bookworm

FROM node:${NODE_VERSION}-${DEBIAN_RELEASE}-slim AS node

# --- Build: the PWA (wasm-opt comes from npm) and the server -----------------
FROM rust:${RUST_VERSION}-${DEBIAN_RELEASE} AS builder

COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && rustup target add wasm32-unknown-unknown \
    && rustup component add rust-src

ARG RUST_VERSION
# The toolchain of the image as it is: without this, the components of
# rust-toolchain.toml that only a developer needs would be downloaded.
ENV RUSTUP_TOOLCHAIN=${RUST_VERSION} \
    CARGO_TARGET_DIR=/cache/target \
    TITAN_CACHE=/cache/titan

WORKDIR /build
COPY . .

# The mounts keep crates, tools and the target folder between builds; what
# leaves the stage is copied out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/cache,sharing=locked \
    cargo xtask build \
    && mkdir -p /out \
    && cp "${CARGO_TARGET_DIR}/release/titan-server" /out/titan-server \
    && cp -R dist /out/dist

# --- Run ----------------------------------------------------------------------
FROM debian:${DEBIAN_RELEASE}-slim AS runtime

# A pinned version would vanish from the archive at the next point release.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 1000 titan \
    && useradd --uid 1000 --gid titan --no-create-home --home-dir /app --shell /usr/sbin/nologin titan

WORKDIR /app

# Owned by root and not writable by the server: it only reads them. The
# migrations are also inside the binary; these are for people.
COPY migrations/ /app/migrations/
COPY --from=builder /out/dist/ /app/dist/
COPY --from=builder /out/titan-server /app/titan-server

ENV HOST=0.0.0.0 \
    PORT=8000 \
    STATIC_DIR=/app/dist \
    LOG_FORMAT=json

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Titan POS" \
      org.opencontainers.image.description="Point of sale: API, PWA, sync worker and jobs worker" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"

USER 1000:1000

EXPOSE 8000

# Asks http://localhost:8000/health, in every role; the image needs no wget.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
    CMD ["/app/titan-server", "health"]

ENTRYPOINT ["/app/titan-server"]
CMD ["serve"]
