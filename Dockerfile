# The image of Codex: a Java runtime of the modules that it needs, the program with its start-up cache, dash, and nothing
# else. Built from a checkout:
#
#   mvn -q package -Pquick,sbom && docker build -t codex .
#
# BASE is where it is put together, and no part of the result: anything with bash, dpkg-deb and a JDK 25. Debian's packages that
# go into the image are taken from its /var/cache/apt/archives or, if it has apt-get, from where that finds them.
ARG BASE=eclipse-temurin:25-jdk
FROM ${BASE} AS assembled
COPY image /src/image
COPY bin/codex /src/bin/codex
COPY LICENSE /src/
COPY target/codex-fat.jar target/codex-sbom.json /src/target/
RUN /src/image/assemble /image

FROM scratch
COPY --from=assembled /image /
LABEL org.opencontainers.image.title="Codex" \
      org.opencontainers.image.description="PostgreSQL migrations: migrate, wait for migrations, serve when the schema is there" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/usr/local/bin:/usr/bin:/bin \
    LC_ALL=C.UTF-8 \
    HOME=/home/codex \
    JAVA_HOME=/opt/codex/java \
    CODEX_JAR=/opt/codex/lib/codex-fat.jar
WORKDIR /app
USER 10001:10001
EXPOSE 8080 8081
HEALTHCHECK --start-period=60s --interval=30s --timeout=15s CMD ["/opt/codex/bin/healthy"]
CMD ["/opt/codex/bin/serve"]
