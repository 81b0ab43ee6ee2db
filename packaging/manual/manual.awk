# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Lines of help_lines.awk, then a template: the man page.
function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/)
        text = "\\&" text
    return text
}
# "-o,--out TEXT REQUIRED": names bold, type italic, required in words.
function headOf(head,    words, count, names, parts, i, text) {
    count = split(head, words, " ")
    names = split(words[1], parts, ",")
    text = ""
    for (i = 1; i <= names; i++)
        text = text (i > 1 ? ", " : "") "\\fB" roff(parts[i]) "\\fR"
    for (i = 2; i <= count; i++)
        text = text " " (words[i] == "REQUIRED" ? "(required)" : words[i] == "..." || words[i] ~ /:$/ ? roff(words[i]) : "\\fI" roff(words[i]) "\\fR")
    return text
}
function writeCommand(command,    i, last, shown) {
    if (command != "") {
        print ".SS " roff(name " " command)
        if (command in description)
            print roff(description[command]) "."
    }
    last = ""
    for (i = 1; i <= lines; i++) {
        if (of[i] != command || section[i] == "Description" || section[i] == "Usage" || section[i] == "Subcommands")
            continue
        if (section[i] != last && section[i] != "Options" && section[i] != "Positionals")
            print ".PP\n\\fI" roff(section[i]) "\\fR"
        last = section[i]
        shown = heads[i]
        print ".TP\n" headOf(shown)
        print text[i] == "" ? "\\&" : roff(text[i])
    }
}

BEGIN { FS = "\t" }
FNR == NR {
    if (!($1 in seen)) { seen[$1] = 1; order[++commands] = $1 }
    if ($2 == "Description") { description[$1] = $3; next }
    lines++
    of[lines] = $1; section[lines] = $2; heads[lines] = $3; text[lines] = $4
    next
}
/^[.]\\"/ && FNR > 2 { next }
$0 == "@COMMANDS@" {
    for (c = 1; c <= commands; c++)
        writeCommand(order[c])
    next
}
{ gsub(/@VERSION@/, version); gsub(/@DATE@/, date); print }
