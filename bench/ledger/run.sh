#!/usr/bin/env bash
# What the ledger costs: writers beside SQLite and PostgreSQL, and one long log. Arguments: entries of the long log, rounds. Ten million take 12 GiB of disk.
set -euo pipefail
[ -d /usr/lib/postgresql/15/bin ] || need postgres postgresql-15
dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
dotnet build bench/ledger -c Release -nologo -v quiet -p:UseSharedCompilation=false >&2
exec dotnet artifacts/bin/LedgerBench/release/LedgerBench.dll "$PWD" "$@"
