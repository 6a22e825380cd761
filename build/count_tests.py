"""Sums the XML reports of Surefire and Failsafe and the script's own checks; prints "N passed, N failed" last.

    python3 build/count_tests.py RESULTS BROKEN

RESULTS holds lines "passed …" and "failed …"; BROKEN is 1 if the build itself failed. Exits 0 only if tests ran and none failed or was skipped,
but for those that say "cannot run here: …", which are printed with their reason.
"""

import glob
import sys
import xml.etree.ElementTree as ElementTree

IMPOSSIBLE = "cannot run here: "


def cases():
    for name in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True):
        for case in ElementTree.parse(name).getroot().iter("testcase"):
            kinds = {child.tag for child in case}
            where = f"{case.get('classname')}.{case.get('name')}"
            yield where, "failed" if kinds & {"failure", "error"} else skipped(case) if "skipped" in kinds else "passed"


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
