# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Help as CLI11 writes it becomes lines COMMAND <tab> SECTION <tab> HEAD <tab> DESCRIPTION. SECTION is "Description" or "Usage"
# for what stands before the first section; HEAD is an option's names and type, or a subcommand's name.
# A head of 30 characters or more has its description in the next line.
function flush() {
    if (head != "")
        printf "%s\t%s\t%s\t%s\n", command, section, head, description
    head = description = ""
}
function trimmed(text) {
    sub(/^ +/, "", text)
    sub(/ +$/, "", text)
    return text
}
function plain(text) { gsub(/\t/, " ", text); return text }

BEGIN { section = "Description"; column = 30 }
{ $0 = plain($0) }
/^\[Option Group: / { flush(); grouped = 1; next } # its lines are set in by two more columns
/^[^ ]/ { grouped = 0 }
grouped && /^  / { $0 = substr($0, 3) }
/^Usage:/ { printf "%s\tUsage\t%s\t\n", command, trimmed(substr($0, 7)); section = ""; next }
/^[^ ].*:$/ && section != "Description" { flush(); section = substr($0, 1, length($0) - 1); next }
/^$/ { flush(); next }
section == "Description" { printf "%s\tDescription\t%s\t\n", command, trimmed($0); next }
/^  [^ ]/ {
    flush()
    if (length($0) > column && substr($0, column, 1) == " " && substr($0, column + 1, 1) != " " && substr($0, column - 1, 1) == " ") {
        head = trimmed(substr($0, 1, column))
        description = trimmed(substr($0, column + 1))
    } else
        head = trimmed($0)
    next
}
head != "" { description = trimmed(description " " trimmed($0)) }
END { flush() }
