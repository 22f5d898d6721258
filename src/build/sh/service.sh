# Starts the built jar for scripts: source this, set jdk, port and work (a folder of one's own), then start_service.

service=""

die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# The home of the first JDK, release 25 or newer, in the places where Maven's toolchain selection looks too.
find_jdk() {
  local home version
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.jdks/* \
    "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /)")")")"; do
    [[ -x $home/bin/javac && -r $home/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [[ ${version:-0} -ge 25 ]]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# A port of this machine on which nobody listens.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return 0
    fi
  done
  return 1
}

# Starts the jar and returns once it is ready to take work.
start_service() {
  "${cores[@]+"${cores[@]}"}" "$jdk/bin/java" -Xmx512m -jar target/espalier.jar \
    --server.port="$port" --server.address=127.0.0.1 --espalier.home="$work/home" >>"$work/service.log" 2>&1 &
  service=$!
  for _ in {1..120}; do
    if curl -sf "http://127.0.0.1:$port/v1/health/ready" >/dev/null; then
      return 0
    fi
    kill -0 "$service" 2>/dev/null || break
    sleep 1
  done
  cat "$work/service.log" >&2
  die "the service did not become ready"
}

# $1 is the signal; nothing happens when no service runs.
stop_service() {
  if [[ -n $service ]]; then
    kill "$1" "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
    service=""
  fi
}
