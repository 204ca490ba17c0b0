#!/usr/bin/env bash
# What proofs cost: signed requests a second, and forged signatures against a person's p99. Arguments: rounds, seconds of each.
set -euo pipefail
need nginx nginx-light; need wrk wrk; need h2load nghttp2-client
dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
dotnet build bench/identify -c Release -nologo -v quiet >&2
exec dotnet artifacts/bin/IdentifyBench/release/IdentifyBench.dll "$PWD" "$@"
