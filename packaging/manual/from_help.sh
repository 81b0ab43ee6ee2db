#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/manual/from_help.sh manual|completion PROGRAM [TEMPLATE]: writes, to standard output, what a program's --help and
# that of its subcommands say, as a man page (the template's line @COMMANDS@ becomes the commands and their options, and
# @VERSION@ and @DATE@ the values of these variables) or as a completion for bash. So neither grows old.
set -euo pipefail
export LC_ALL=C.UTF-8

what=$1 program=$2 template=${3:-}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
name=$(basename -- "$program")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Every command's help as a line each: COMMAND <tab> section|entry|text|usage <tab> ...
describe() { # COMMAND WORD...
    local help=$work/help command=$*
    if ! "$program" "$@" --help >"$help"; then
        echo "$(basename -- "$0"): $program $* --help failed" >&2
        return 1
    fi
    awk -v command="$command" -f "$here/help_lines.awk" "$help" >>"$work/lines"
    local subcommand
    while IFS= read -r subcommand; do
        describe "$@" "$subcommand" || return 1
    done < <(awk -F '\t' -v command="$command" '$1 == command && $2 == "Subcommands" { print $3 }' "$work/lines")
}

describe
case $what in
manual) awk -v name="$name" -v version="$VERSION" -v date="$DATE" -f "$here/manual.awk" "$work/lines" "$template" ;;
completion) awk -v name="$name" -f "$here/completion.awk" "$work/lines" ;;
*) echo "$(basename -- "$0"): expected manual or completion, found $what" >&2 && exit 2 ;;
esac
