# Sourced by build.sh and test.sh: the packages as package-lock.json has them, installed only when they are not.
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v node >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a === 20 && b >= 19 || a === 22 && b >= 12 || a > 22 ? 0 : 1)'; then
  echo "dashboard: Node.js is $(node --version 2>/dev/null || echo missing); it must be 20.19 or newer (or 22.12 or newer). Install it and run this again." >&2
  exit 1
fi

lock=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.edgeprobe-lock 2>/dev/null)" != "$lock" ]; then
  # A failed installation must say why, a good one nothing.
  if ! said=$(npm ci --no-audit --no-fund --loglevel=error 2>&1); then
    printf '%s\n' "$said" >&2
    echo "dashboard: the packages could not be installed; the lines above say why (is the npm registry reachable?)." >&2
    exit 1
  fi
  echo "$lock" > node_modules/.edgeprobe-lock
fi
