#!/usr/bin/env bash
# build.sh: builds the dashboard into the collector's wwwroot. Says nothing and does nothing when that is up to date.
set -euo pipefail
source "$(dirname "$0")/prepare.sh"

wwwroot=${EDGEPROBE_WWWROOT:-../EdgeProbe.Collector/wwwroot}
sources=$(cat index.html vite.config.ts svelte.config.js tsconfig.json package-lock.json $(find src public -type f | LC_ALL=C sort) | sha256sum | cut -d' ' -f1)
if [ "$(cat "$wwwroot/.built" 2>/dev/null)" = "$sources" ]; then exit 0; fi

if ! said=$(npx --no-install vite build --logLevel warn 2>&1); then
  printf '%s\n' "$said" >&2
  echo "dashboard: vite could not build it; the lines above say why." >&2
  exit 1
fi
# Last, so that a build that was broken off is not taken for a finished one.
echo "$sources" > "$wwwroot/.built"
echo "dashboard built: $(cat "$wwwroot"/assets/*.js | wc -c | awk '{printf "%.0f", $1 / 1024}') KiB of script, $(cat "$wwwroot"/assets/*.js | gzip -9 | wc -c | awk '{printf "%.0f", $1 / 1024}') KiB compressed"
