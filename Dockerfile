# Steward in a container: no root, nothing written outside /data and /tmp, so the root file system may be read-only:
#   docker run --read-only --tmpfs /tmp -v steward:/data -p 3000:3000 --env-file steward.env steward
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/steward
COPY requirements/run.txt requirements/run.txt
RUN /opt/steward/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt \
 && /opt/steward/bin/pip install --no-cache-dir "setuptools>=80"
COPY . .
RUN /opt/steward/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data steward \
 && install -d -o steward -g steward /data
COPY --from=build /opt/steward /opt/steward
ENV PATH=/opt/steward/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/steward.db
USER steward
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["bot", "run"]
