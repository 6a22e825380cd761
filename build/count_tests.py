"""Sums the XML reports of Surefire and Failsafe and the script's own checks; prints "N passed, N failed" last.

    python3 build/count_tests.py RESULTS BROKEN

RESULTS holds lines "passed …" and "failed …"; BROKEN is 1 if the build itself failed. Exits 0 only if tests ran and none failed or was skipped.
"""

import glob
import sys
import xml.etree.ElementTree as ElementTree


def cases():
    for name in glob.glob("**/target/*-reports/TEST-*.xml", recursive=True):
        for case in ElementTree.parse(name).getroot().iter("testcase"):
            kinds = {child.tag for child in case}
            where = f"{case.get('classname')}.{case.get('name')}"
            yield where, "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"


def main():
    found = list(cases())
    reported = len(found)
    with open(sys.argv[1], encoding="utf-8") as own:
        for line in own:
            outcome, what = line.rstrip("\n").split(" ", 1)
            found.append((what, outcome))
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
