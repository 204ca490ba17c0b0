#!/usr/bin/env bash
# What a charge costs: the engine beside plain inserts of the same rows, on both stores, and charged requests beside uncharged ones. Argument: rounds.
set -euo pipefail
[ -d /usr/lib/postgresql/15/bin ] || need postgres postgresql-15
need wrk wrk
need nginx nginx-light
dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
dotnet build bench/charge -c Release -nologo -v quiet -p:UseSharedCompilation=false >&2
exec dotnet artifacts/bin/ChargeBench/release/ChargeBench.dll "$PWD" "$@"
