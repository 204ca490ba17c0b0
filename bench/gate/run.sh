#!/usr/bin/env bash
# The gate beside bare YARP, Caddy, nginx and bare Kestrel. Arguments: rounds, seconds of each.
set -euo pipefail
need nginx nginx-light; need caddy caddy; need wrk wrk; need h2load nghttp2-client
dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
for project in bench/BareYarp bench/BareKestrel bench/gate; do
  dotnet build $project -c Release -nologo -v quiet >&2
done
exec dotnet artifacts/bin/GateBench/release/GateBench.dll "$PWD" "$@"
