"""Sums the XML reports of Surefire and Failsafe and the script's own checks; prints "N passed, N failed" last.

    python3 build/count_tests.py RESULTS BROKEN [--quick]

RESULTS holds lines "passed …" and "failed …"; BROKEN is 1 if the build itself failed. Exits 0 only if tests ran and none failed or was skipped,
but for those of the container image that say "cannot run here: …", which are printed with their reason. A class of tests without a report
failed too: a module that leaves its tests out does not hide. With --quick those of the integration tests (*IT) have none.
"""

import glob
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

IMPOSSIBLE = "cannot run here: no Docker engine: "


def cases():
    for name in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True):
        for case in ElementTree.parse(name).getroot().iter("testcase"):
            kinds = {child.tag for child in case}
            where = f"{case.get('classname')}.{case.get('name')}"
            yield where, "failed" if kinds & {"failure", "error"} else skipped(case) if "skipped" in kinds else "passed"


def without_report(quick):
    """Classes of tests in the sources that nothing ran, by their full name."""
    reports = {pathlib.Path(name).name for name in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True)}
    for source in sorted(pathlib.Path().glob("**/src/test/java/**/*.java")):
        name = source.stem
        if "target" in source.parts or not name.endswith("Test" if quick else ("Test", "IT")):
            continue
        where = ".".join(source.with_suffix("").parts[source.parts.index("java") + 1 :])
        text = source.read_text(encoding="utf-8")
        if f"TEST-{where}.xml" not in reports and not re.search(rf"\b(abstract class|@?interface) {name}\b", text):
            yield where


def skipped(case):
    text = "".join(case.find("skipped").itertext()) + case.find("skipped").get("message", "")
    at = text.find(IMPOSSIBLE)
    return "skipped" if at < 0 else text[at:].splitlines()[0]


def main():
    found = list(cases())
    reported = len(found)
    with open(sys.argv[1], encoding="utf-8") as own:
        for line in own:
            outcome, what = line.rstrip("\n").split(" ", 1)
            found.append((what, outcome))
    found += [(where, "no report, so it did not run") for where in without_report("--quick" in sys.argv[3:])]
    impossible = [(where, outcome) for where, outcome in found if outcome.startswith(IMPOSSIBLE)]
    for where, outcome in impossible:
        print(f"NOT RUN {where}: {outcome}")
    found = [one for one in found if one not in impossible]
    bad = [(where, outcome) for where, outcome in found if outcome != "passed"]
    for where, outcome in bad:
        print(f"{outcome}: {where}")
    if reported == 0:
        print("no report of any test was found")
    if sys.argv[2] == "1":
        print("the build failed, see target/test.log")
    print(f"{len(found) - len(bad)} passed, {len(bad)} failed")
    return 1 if bad or reported == 0 or sys.argv[2] == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
