#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_report.py STEM METRICS.json...: STEM.html, STEM.md and STEM.pdf hold every verdict and number of the metrics.

Reads the documents with nothing but Python's own parsers and poppler, the numbers from the metrics JSON. Says each fault
on a line of its own; exit status 1 where there is one.
"""
import json, os, re, subprocess, sys
import xml.etree.ElementTree as ET

faults = []
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def fault(text):
    faults.append(text)


def plain(text):
    """Text of print as a program writes it: hyphens before digits, exponents, single blanks."""
    def power(match):
        return "e%+03d" % int(match.group(1).translate(SUPERSCRIPTS))  # as a program writes it: e-05

    text = re.sub(r"[ \u00a0]×[ \u00a0]10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", power, text).replace("−", "-")
    return " ".join(text.split())


def short(value):
    if value == int(value) and abs(value) < 1e9:
        return str(int(value))
    return "%.4g" % value


def as_number(text):
    return float(plain(text))


def close(text, value):
    try:
        return abs(as_number(text) - value) <= 5.1e-4 * abs(value) + 1e-300
    except ValueError:
        return False


def numbers_in(text):
    return [float(n) for n in re.findall(r"(?<![\w.])-?\d+\.?\d*(?:e[-+]?\d+)?(?![\w])", plain(text))]


def holds(text, value):
    return any(abs(n - value) <= 5.1e-4 * abs(value) + 1e-300 for n in numbers_in(text))


class Html:
    def __init__(self, path):
        self.raw = open(path, encoding="utf-8").read()
        self.root = ET.fromstring(self.raw)  # an error here: not well-formed
        for element in self.root.iter():
            element.tag = element.tag.split("}")[-1]
        self.text = plain("".join(self.root.itertext()))
        self.tables = []
        for table in self.root.iter("table"):
            head = ["".join(th.itertext()).strip() for th in table.find("thead").iter("th")]
            rows, first = [], ""
            for tr in table.find("tbody").iter("tr"):
                cells = [self.cell(td) for td in tr]
                if len(cells) != len(head):
                    fault("html: a row of %d cells below %d heads" % (len(cells), len(head)))
                if tr.get("class") == "more":
                    cells[0] = (first, "")
                first = cells[0][0]
                rows.append(dict(zip(head, cells)) | {"": cells[0][0]})
            self.tables.append((head, rows))

    @staticmethod
    def cell(td):
        small = "".join("".join(s.itertext()) for s in td.iter("span") if s.get("class") == "small")
        whole = "".join(td.itertext())
        return (whole[: len(whole) - len(small)] if small else whole, small)

    def check_form(self):
        ids = [e.get("id") for e in self.root.iter() if e.get("id")]
        if len(ids) != len(set(ids)):
            fault("html: ids repeat: " + str(sorted({i for i in ids if ids.count(i) > 1})[:5]))
        for element in self.root.iter():
            if element.tag in ("script", "link", "iframe", "img", "object", "embed"):
                fault("html: element " + element.tag)
            for name, value in element.attrib.items():
                if name.split("}")[-1] in ("href", "src") and not value.startswith("#"):
                    fault("html: refers to " + value[:60])
                if name.split("}")[-1] == "href" and value[1:] not in ids:
                    fault("html: nothing at " + value)
                if name.startswith("on"):
                    fault("html: attribute " + name)
                for target in re.findall(r"url\(([^)]*)\)", value):
                    if target[1:] not in ids:
                        fault("html: nothing at " + target)
        styles = "".join(s.text for s in self.root.iter("style"))
        if "url(" in styles or "@import" in styles:
            fault("html: the style sheet refers to something")

    def row(self, name, label):
        for head, rows in self.tables:
            for row in rows:
                if row[""].strip() == name and (label is None or row.get("Run", ("",))[0].strip() == label):
                    if "Value" in head:
                        return row
        return None

    def column(self, first, name, label):
        for head, rows in self.tables:
            if head and head[0] == first and label in head:
                for row in rows:
                    if row[""].strip() == name:
                        return row[label][0]
        return None

    def lists(self):
        found = {}
        for details in self.root.iter("details"):
            title = re.sub(r" \(\d+ values\)$", "", "".join(details.find("summary").itertext()))
            found[title] = numbers_in("".join(details.find("p").itertext()))
        return found


def scalars(name, value):
    if isinstance(value, dict):
        return [(name + "." + key, number) for key, number in value.items()]
    return [] if isinstance(value, list) else [(name, value)]


def check_value(html, label, name, entry, random_init, alone):
    for row_name, number in scalars(name, entry["value"]):
        row = html.row(row_name, None if alone else label)
        if row is None:
            fault("html: no row %s of %s" % (row_name, label))
            continue
        if entry.get("untestable"):
            if row["Value"][0].strip() != "not testable" or entry["untestable"] not in html.text:
                fault("html: %s of %s does not say that it cannot be tested" % (row_name, label))
        elif not close(row["Value"][0], number):
            fault("html: %s of %s is %s, not %g" % (row_name, label, row["Value"], number))
        if entry["interval"] and not entry.get("untestable"):
            for end in entry["interval"]:
                if not holds(row["95 % interval"][0], end):
                    fault("html: interval of %s: %s lacks %g" % (row_name, row["95 % interval"], end))
            if entry["interval_unit"] not in row["95 % interval"][0]:
                fault("html: interval of %s does not say over what" % row_name)
        null = entry["null"]
        for value in null.values() if isinstance(null, dict) else [null] if isinstance(null, float) else []:
            if not holds(row["Null"][0] + " " + row["Null"][1], value):
                fault("html: null of %s lacks %g: %s" % (row_name, value, row["Null"]))
        copies = random_init["value"] if random_init else None
        ends = (random_init["interval"] or []) if random_init else []
        if isinstance(copies, dict):
            part = row_name[len(name) + 1:]
            copies, ends = copies.get(part), random_init.get("intervals", {}).get(part, [])
        if copies is not None:
            if not close(row["Untrained copies"][0].split(" [")[0], copies):
                fault("html: copies of %s: %s, not %g" % (row_name, row["Untrained copies"], copies))
            for end in ends:
                if not holds(row["Untrained copies"][0], end):
                    fault("html: range of the copies of %s lacks %g" % (row_name, end))
        if row["n"][0].rstrip("s").split() != [str(entry["n"])] + entry["unit_of_inference"].split():
            fault("html: n of %s is %s, not %s %s" % (row_name, row["n"], entry["n"], entry["unit_of_inference"]))
        if entry.get("note") and plain(entry["note"]) not in html.text:
            fault("html: the note of %s is missing" % row_name)


def check_run(html, run, label, alone):
    diag = run["diag"]["v1"]
    lists = html.lists()
    for name, entry in diag.items():
        if name.startswith("random_init.") or name in ("anova", "skill"):  # other names of what is there
            continue
        check_value(html, label, name, entry, diag.get("random_init." + name), alone)
        for suffix, values in (("", entry["value"]), (", null", entry["null"])):
            if isinstance(values, list):
                shown = lists.get("%s, %s%s" % (name, label, suffix))
                if shown is None or len(shown) != len(values) or not all(
                        abs(a - b) <= 5.1e-4 * abs(b) + 1e-300 for a, b in zip(shown, values)):
                    fault("html: list %s%s of %s" % (name, suffix, label))
    for name, value in run["legacy"].items():
        for row_name, number in scalars(name, value):
            first, row = ("Channel", row_name.split(".", 1)[1]) if name == "channel_means" else ("Number", row_name)
            text = html.column(first, row, label)
            if text is None or not close(text, number):
                fault("html: legacy.%s of %s is %s, not %g" % (row_name, label, text, number))
    for name, note in run["legacy_notes"].items():
        if plain(note) not in html.text:
            fault("html: the note of legacy.%s is missing" % name)


def leaves(evidence):
    yield evidence
    for child in evidence.get("children", []):
        yield from leaves(child)


def check_verdict(html, run, label):
    verdict = run["verdict"]
    for statement in verdict["statements"]:
        answer = statement.get("answer", statement["finding"])  # yes or no, where a yes is a fault
        if html.column("Question", statement["question"], label) != answer:
            fault("html: answer to %s of %s" % (statement["id"], label))
        for text in (statement["reason"], statement["what_would_change"]):
            if plain(text) not in html.text:
                fault("html: %s of %s: missing: %s" % (statement["id"], label, text))
        for step in leaves(statement["evidence"]):
            if plain(step["text"]) not in html.text:
                fault("html: evidence of %s: missing: %s" % (statement["id"], step["text"]))
    for text in [verdict["summary"], verdict["position_only"]["reason"]] + verdict["next_steps"]:
        if plain(text) not in html.text:
            fault("html: missing: " + text)


def provenance(run):
    yield run["checkpoint"]["sha256"]
    for recording in run["recordings"]:
        yield recording["sha256"]
    for line in [line for lines in run["checkpoint"].get("load_report", {}).values() for line in lines]:
        yield line
    yield from (run["device"], run["mask"]["style"], run["mask"]["replacement"], str(run["mask"]["masked_tokens"]))
    yield from run["versions"].values()
    yield from run["warnings"]


def check_markdown(path, runs):
    text = open(path, encoding="utf-8").read()
    block = []
    for line in text.split("\n") + [""]:
        if line.startswith("|"):
            block.append(len(re.findall(r"(?<!\\)\|", line)))
        elif block:
            if len(set(block)) != 1 or len(block) < 3:
                fault("md: a table with rows of %s cells" % sorted(set(block)))
            block = []
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", text)
    for picture in pictures:
        if not os.path.exists(os.path.join(os.path.dirname(path), picture.replace("%20", " "))):
            fault("md: no picture " + picture)
    if len(pictures) < 7:
        fault("md: %d pictures" % len(pictures))
    for run in runs:
        for name, entry in run["diag"]["v1"].items():
            for _, number in scalars(name, entry["value"]):
                if number is not None and short(number) not in text:
                    fault("md: %s %s" % (name, short(number)))
    return len(pictures)


def check_pdf(path, html, runs):
    pages = int(re.search(r"Pages:\s+(\d+)", subprocess.check_output(["pdfinfo", path], text=True)).group(1))
    flat = plain(subprocess.check_output(["pdftotext", "-layout", path, "-"], text=True))
    if not 6 * len(runs) // 2 <= pages <= 30 * len(runs):
        fault("pdf: %d pages" % pages)
    for page in range(1, pages + 1):
        if "Page %d of %d" % (page, pages) not in flat:
            fault("pdf: page %d has no number" % page)
    boxes = subprocess.check_output(["pdftotext", "-bbox", path, "-"], text=True)
    for x0, y0, x1, y1, word in re.findall(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<', boxes):
        if float(x0) < 47 or float(x1) > 549 or float(y0) < 40 or float(y1) > 820:
            fault("pdf: %s leaves the margins: %s" % (word, (x0, y0, x1, y1)))
    for heading in html.root.iter():
        if heading.tag in ("h1", "h2") and plain("".join(heading.itertext())) not in flat:
            fault("pdf: no part " + "".join(heading.itertext()))
    words = set(re.findall(r"[^\s;,\[\]]+", flat))
    for run in runs:
        for name, entry in run["diag"]["v1"].items():
            for _, number in scalars(name, entry["value"]):
                if not entry.get("untestable") and short(number) not in words and short(number) not in flat:
                    fault("pdf: %s %s" % (name, short(number)))
        for name, value in run["legacy"].items():
            for row_name, number in scalars(name, value):
                if short(number) not in words:
                    fault("pdf: legacy.%s %s" % (row_name, short(number)))
        joined = flat.replace(" ", "")
        for text in provenance(run):
            if len(text) == 64 and text[:16] not in joined:
                fault("pdf: hash " + text)
    return pages


def main(stem, files):
    runs = [run for file in files for run in json.load(open(file))["runs"]]
    html = Html(stem + ".html")
    html.check_form()
    for run in runs:
        check_run(html, run, run["label"], len(runs) == 1)
        check_verdict(html, run, run["label"])
        for text in provenance(run):
            if plain(text) not in html.text:
                fault("html: missing: " + text)
    pictures = check_markdown(stem + ".md", runs)
    if len(list(html.root.iter("figure"))) != pictures:
        fault("html: not the figures of the Markdown report")
    pages = check_pdf(stem + ".pdf", html, runs)
    print("%d runs, %d figures, %d pages, %d faults" % (len(runs), pictures, pages, len(faults)))
    print("\n".join(faults[:60]))
    sys.exit(1 if faults else 0)


main(sys.argv[1], sys.argv[2:])
