#!/usr/bin/env bash
# Every test. Installs what is missing, builds once, runs room by room; the last line is "N passed, N failed".
# tests/run.sh NAME... runs only the test projects whose name contains one of the words.
set -uo pipefail
cd "$(dirname "$0")/.."

configuration=Release
passed=0
failed=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# One step that must succeed before any test can run; its output is shown only when it fails.
need() {
    local what=$1; shift
    local started=$SECONDS
    if ! "$@" >"$logs/step" 2>&1; then
        tail -n 60 "$logs/step"
        echo "run: $what failed"
        echo "$passed passed, $((failed + 1)) failed"
        exit 1
    fi
    echo "run: $what ($((SECONDS - started)) s)"
}

# Adds the counts of a runner's closing line; a runner that did not close counts as one failure.
count() {
    local line=$1 code=$2 p f
    p=$(grep -oE '[0-9]+ passed' <<<"$line" | grep -oE '[0-9]+' || echo 0)
    f=$(grep -oE '[0-9]+ failed' <<<"$line" | grep -oE '[0-9]+' || echo 0)
    [[ $code -ne 0 && ${f:-0} -eq 0 ]] && f=1
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0}))
}

run_project() {
    local project=$1 name started=$SECONDS code=0 p f
    name=$(basename "$project" .csproj)
    timeout 1200 dotnet test "$project" -c $configuration --no-build --no-restore --blame-hang-timeout 5min \
        --results-directory "$logs/$name" --logger "console;verbosity=normal" >"$logs/$name.log" 2>&1 || code=$?
    p=$(grep -oE '^ +Passed: +[0-9]+' "$logs/$name.log" | grep -oE '[0-9]+$' | tail -n 1)
    f=$(grep -oE '^ +Failed: +[0-9]+' "$logs/$name.log" | grep -oE '[0-9]+$' | tail -n 1)
    count "${p:-0} passed, ${f:-0} failed" $code
    echo "run: $name ${p:-0} passed, ${f:-0} failed ($((SECONDS - started)) s)"
    [[ $code -eq 0 ]] || show_failures "$logs/$name.log"
}

# The failed tests with what they said, without the thousands that passed.
show_failures() {
    awk '/^ +(Failed|Passed|Skipped) [A-Z]/ { show = ($1 == "Failed") } show' "$1" | head -n 200
    grep -q '^ *Failed ' "$1" || tail -n 40 "$1"
}

wanted() {
    local project=$1 word; shift
    [[ $# -eq 0 ]] && return 0
    for word in "$@"; do [[ $project == *"$word"* ]] && return 0; done
    return 1
}

need "setup" deploy/setup.sh
need "dashboard build" collector/dashboard/build.sh
need "solution build" dotnet build EdgeProbe.sln -c $configuration
case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
need "agent publish, trimmed and AOT, without a warning" deploy/publish.sh $rid
# Whole-path tests run what is shipped.
export EDGEPROBE_AGENT=$PWD/out/$rid/edgeprobe

for project in tests/*.Tests/*.csproj; do
    wanted "$project" "$@" && run_project "$project"
done

if wanted dashboard "$@"; then
    started=$SECONDS
    code=0
    collector/dashboard/test.sh >"$logs/dashboard.log" 2>&1 || code=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$logs/dashboard.log" | tail -n 1)
    count "$line" $code
    echo "run: dashboard ${line:-did not close} ($((SECONDS - started)) s)"
    [[ $code -eq 0 ]] || tail -n 60 "$logs/dashboard.log"
fi

echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
