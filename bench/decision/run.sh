#!/usr/bin/env bash
# Nanoseconds and bytes of a decision.
set -euo pipefail
dotnet build bench/decision -c Release -nologo -v quiet >&2
exec dotnet artifacts/bin/DecisionBench/release/DecisionBench.dll "$PWD"
