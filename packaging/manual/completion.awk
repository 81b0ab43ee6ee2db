# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Lines of help_lines.awk: a completion for bash. Options of the command that has been typed, its subcommands, the words of
# options whose help lists them ({system,light,dark}), and names of files wherever something else is asked for.
function add(list, word) { return list == "" ? word : list " " word }

BEGIN { FS = "\t" }
{
    if (!($1 in seen)) { seen[$1] = 1; order[++commands] = $1 }
    if ($2 == "Subcommands") { subcommands[$1] = add(subcommands[$1], $3); next }
    split($3, words, " ")
    count = split(words[1], names, ",")
    for (i = 1; i <= count; i++) {
        if (names[i] !~ /^-/)
            continue
        options[$1] = add(options[$1], names[i])
        if (match($3, /[{][^}]*[}]/)) {
            choices = substr($3, RSTART + 1, RLENGTH - 2)
            gsub(/,/, " ", choices)
            valued[++values] = sprintf("        '%s %s') choices='%s' ;;", $1, names[i], choices)
        }
    }
}
END {
    identifier = name
    gsub(/[^a-z]/, "_", identifier)
    print "# bash completion for " name "(1), made from its --help"
    print "_" identifier "() {"
    print "    local cur prev words cword command='' options='' subcommands='' choices='' i"
    print "    _init_completion -n = || return"
    print "    for ((i = 1; i < cword; ++i)); do"
    print "        case \"${command:+$command }${words[i]}\" in"
    known = ""
    for (c = 1; c <= commands; c++)
        if (order[c] != "")
            known = known (known == "" ? "" : " | ") "'" order[c] "'"
    print "        " known ") command=${command:+$command }${words[i]} ;;"
    print "        esac"
    print "    done"
    print "    case $command in"
    for (c = 1; c <= commands; c++)
        printf "    '%s') options='%s' subcommands='%s' ;;\n", order[c], options[order[c]], subcommands[order[c]]
    print "    esac"
    if (values > 0) {
        print "    case \"$command $prev\" in"
        for (v = 1; v <= values; v++)
            print substr(valued[v], 5)
        print "    esac"
    }
    print "    if [[ -n $choices ]]; then"
    print "        mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$cur\")"
    print "    elif [[ $cur == -* ]]; then"
    print "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")"
    print "    else"
    print "        _filedir"
    print "        [[ $prev == -* ]] || mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W \"$subcommands\" -- \"$cur\")"
    print "    fi"
    print "} &&"
    print "    complete -F _" identifier " " name
}
