#!/usr/bin/env bash
# What a scan finds and how fast. Arguments: quick (small, printed alone), and parts by name: truth, speed, packed, controls, japanese, editions (default: all).
# A full run takes 25 GB of disk; what it fetched and made stays in artifacts/scan-bench.
set -euo pipefail
for tool in "rg ripgrep" "zstd zstd" "gcc gcc" "/usr/bin/time time"; do need ${tool% *} ${tool#* }; done
[ -f /usr/include/hs/hs.h ] || need hs.h libhyperscan-dev
place=artifacts/scan-bench

# fetch SIDE PACKAGE [FOLDER]: unpacks one folder of a package of Debian's; nothing is installed.
fetch() {
  local to=$place/texts/$1/$2 part=${3:-usr/share}
  [ ! -d "$to" ] || return 0
  mkdir -p "$place/debs" "$place/texts/$1"
  if ! ls "$place/debs/$2"_*.deb >/dev/null 2>&1; then
    echo "fetching $2…" >&2
    (cd "$place/debs" && apt-get download -qq -o APT::Sandbox::User=root "$2" >/dev/null)
  fi
  rm -rf "$to.part" && mkdir "$to.part"
  dpkg-deb --fsys-tarfile "$place/debs/$2"_*.deb | tar -x -C "$to.part" --exclude=translations --exclude='*.xpm' --exclude='*.png' --exclude='*.svg' --exclude='*.gif' --exclude='*.jpg'
  mv "$to.part/$part" "$to"
  rm -rf "$to.part"
}

# The owner's texts and what is unrelated to them: no package, and no project, is on both sides.
for package in linux-doc-6.1 python3.11-doc postgresql-doc-15 git-doc apache2-doc python-django-doc debian-reference-en; do fetch owner "$package"; done
for package in erlang-doc openjdk-17-doc rust-doc wx3.2-doc ghc-doc libgtkmm-3.0-doc libstdc++-12-doc libboost1.81-doc libgtk-4-doc r-doc-html cmake-doc scilab-doc octave-doc python-pandas-doc qtbase5-doc-html; do fetch other "$package"; done
for package in debian-reference-ja libreoffice-help-ja developers-reference-ja; do fetch ja-owner "$package"; done
for package in manpages-ja manpages-ja-dev gimp-help-ja aptitude-doc-ja; do fetch ja-other "$package"; done
fetch id-owner libreoffice-help-id
fetch id-other debian-handbook usr/share/doc/debian-handbook/html/id-ID

dotnet publish src/Gardu/Gardu.csproj -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o artifacts/publish -nologo -v quiet >&2
dotnet build bench/scan -c Release -nologo -v quiet -p:UseSharedCompilation=false >&2
gcc -O2 -Wall -o $place/hyperscan bench/scan/hyperscan.c -lhs
exec dotnet artifacts/bin/ScanBench/release/ScanBench.dll "$PWD" "$@"
