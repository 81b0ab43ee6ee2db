# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# CHANGELOG.md becomes a Debian changelog: awk -v package=... -v version=... -v maintainer=... -f changelog.awk CHANGELOG.md
# Only the entry of this version: what its list says, item by item.
function flush(    words, count, i, line) {
    count = split(item, words, " ")
    line = "  *"
    for (i = 1; i <= count; i++) {
        if (length(line " " words[i]) > 78) {
            print line
            line = "   "
        }
        line = line " " words[i]
    }
    if (count > 0)
        print line
    item = ""
}
function finish() {
    flush()
    if (inside) {
        command = "LC_ALL=C date --utc --date=" day " +'%a, %d %b %Y %H:%M:%S +0000'"
        command | getline stamp
        close(command)
        print "\n -- " maintainer "  " stamp
    }
    inside = 0
}
/^## / {
    finish()
    if (index($0, "## [" version "] - ") == 1) {
        day = $NF
        print package " (" version ") bookworm; urgency=medium"
        inside = 1
    }
    next
}
!inside || /^$/ { next }
/^### / { flush(); print "\n  [ " substr($0, 5) " ]"; next }
/^- / { flush(); item = substr($0, 3); next }
{ item = item " " $0 }
END { finish() }
