#!/usr/bin/env bash
# The report beside GoAccess and wc. Arguments: rounds, lines of the generated log.
set -euo pipefail
need goaccess goaccess; need /usr/bin/time time
rounds=${1:-3} lines=${2:-2000000} seed=1
log=artifacts/report-$lines-$seed.log
dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
for project in LogMaker ReportBench; do
  dotnet build bench/report/$project -c Release -nologo -v quiet >&2
done
if [ ! -f "$log" ]; then
  echo "generating $lines lines…" >&2
  dotnet artifacts/bin/LogMaker/release/LogMaker.dll "$lines" "$seed" >"$log.part"
  mv "$log.part" "$log"
fi
exec dotnet artifacts/bin/ReportBench/release/ReportBench.dll "$PWD" "$log" "$lines" "$rounds"
