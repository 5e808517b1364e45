#!/bin/sh
# Fetch the faces an official paper is set in, freely licensed, into var/fonts.
#
# 仿宋 FandolFang and 楷体 FandolKai come from Debian's texlive-lang-chinese,
# LXGW WenKai (for the name characters Fandol lacks) from fonts-lxgw-wenkai,
# 小标宋 and 黑体 stand-ins (Noto CJK, heavy weights) from fonts-noto-cjk-extra.
# Nothing is installed and no root is needed: packages are taken apart.
# Without this the papers are set in the two Noto faces the program brings.
#
# usage: scripts/fonts.sh [FOLDER]   (default: $LIANXIN_FONTS, $LIANXIN_VAR/fonts, var/fonts)
set -eu
target=${1:-${LIANXIN_FONTS:-${LIANXIN_VAR:-var}/fonts}}
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
  echo "本机没有 apt-get 和 dpkg。请把 FandolFang、FandolKai、LXGW WenKai 的字体文件放入 $target。" >&2
  exit 1
fi
mkdir -p "$target"
target=$(cd "$target" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in texlive-lang-chinese fonts-lxgw-wenkai fonts-noto-cjk-extra; do
  if ! apt-get download -q "$package"; then
    echo "没有取到 $package，其余照常。网络恢复后再运行一次即可。" >&2
    continue
  fi
  dpkg -x "$package"_*.deb taken
  find taken -type f \( -name 'FandolFang*' -o -name 'FandolKai*' -o -name 'FandolSong*' \
    -o -name 'LXGWWenKai-Light.*' -o -name 'LXGWWenKai-Regular.*' \
    -o -name 'NotoSerifCJK-Black.*' -o -name 'NotoSerifCJK-SemiBold.*' \) \
    -exec cp {} "$target" \;
  rm -rf taken ./*.deb
done
ls -1 "$target"
