# Piket as one image: hash-locked, without root, without installers, fit for a read-only root file system.
# Whoever wants to pin the base by digest gives it: --build-arg BASE=python:3.11-slim-bookworm@sha256:...
ARG BASE=python:3.11-slim-bookworm

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
