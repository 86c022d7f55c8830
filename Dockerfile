# Cartera in one image: `cartera run` by default; `migrate`, `web`, `worker`, `doctor`, `invite …` are its other commands.
# compose.yaml starts it with PostgreSQL.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/cartera
ENV PATH="/opt/cartera/bin:$PATH"
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot/
COPY handlers handlers/
COPY reminders reminders/
COPY storage storage/
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN groupadd --system --gid 10001 cartera \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin cartera \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY --from=build /opt/cartera /opt/cartera
ENV PATH="/opt/cartera/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8080
USER 10001:10001
WORKDIR /data
# The embedded database, where DATABASE_URL names no other.
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# A worker listens nowhere: start it with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
ENTRYPOINT ["cartera"]
CMD ["run"]
