# Both images may be pinned: --build-arg RUNTIME_IMAGE=eclipse-temurin@sha256:…
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /source
COPY pom.xml ./
COPY src ./src
RUN mvn --batch-mode --no-transfer-progress -DskipTests -Dexec.skip package
# One layer for what seldom changes (libraries, libtorch), one for our classes.
RUN java -Djarmode=tools -jar target/espalier.jar extract --layers --destination /layers

FROM ${RUNTIME_IMAGE}
RUN groupadd --system --gid 10001 espalier \
    && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/espalier --create-home --shell /usr/sbin/nologin espalier
WORKDIR /opt/espalier
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
COPY LICENSE NOTICE ./

# Nothing is reported and nothing downloaded. /tmp takes the unpacked native libraries (about 450 MB) and what a running
# job needs; it and the home are all that is written, so the root file system may be read-only.
ENV OPT_OUT_TRACKING=true \
    DJL_OFFLINE=true \
    DJL_CACHE_DIR=/tmp/djl \
    ESPALIER_HOME=/var/lib/espalier \
    JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=40 -XX:MaxDirectMemorySize=1t -XX:+ExitOnOutOfMemoryError"
VOLUME /var/lib/espalier
EXPOSE 8080
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /v1/health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "espalier.jar"]
