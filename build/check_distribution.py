"""Looks over the program as a folder of jars (cli/target/dist).

    python3 build/check_distribution.py FOLDER            the jars of others in FOLDER/lib are those of build/libraries.sha256, byte for byte
    python3 build/check_distribution.py --sbom FOLDER     and every jar, ours too, stands with its hash in FOLDER/modeenvoy.cdx.json, and nothing else does
    python3 build/check_distribution.py --update FOLDER   writes build/libraries.sha256 from them: read the diff

Prints every mistake and exits 3 if there is one.
"""

import argparse
import hashlib
import json
import pathlib
import sys

LIBRARIES = pathlib.Path(__file__).resolve().parent / "libraries.sha256"
OURS = "modeenvoy-"


def jars(folder):
    """sha256 of each, by file name."""
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in sorted((folder / "lib").glob("*.jar"))}


def pinned(file):
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {name: digest for digest, name in lines}


def listed(sbom):
    """sha256 of each component, by the name its jar has; of the program's own jar, which the list is about, only the name."""
    document = json.loads(sbom.read_text(encoding="utf-8"))
    found = {}
    for one in [document["metadata"]["component"], *document.get("components", [])]:
        digests = [each["content"] for each in one.get("hashes", []) if each["alg"] == "SHA-256"]
        found[f"{one['name']}-{one['version']}.jar"] = digests[0] if digests else None
    return found


def differences(found, expected, where):
    for name in sorted(found.keys() | expected.keys()):
        if name not in expected:
            yield f"lib/{name}: stands not in {where} (expected: only what stands there)"
        elif name not in found:
            yield f"lib/{name}: is missing (expected: it, since it stands in {where})"
        elif expected[name] is not None and found[name] != expected[name]:
            yield f"lib/{name}: sha256 {found[name]} (expected: {expected[name]}, which stands in {where})"


def mistakes(folder, libraries, with_sbom):
    found = jars(folder)
    others = {name: digest for name, digest in found.items() if not name.startswith(OURS)}
    yield from differences(others, pinned(libraries), f"build/{libraries.name}")
    sbom = folder / "modeenvoy.cdx.json"
    if with_sbom and not sbom.is_file():
        yield f"{sbom.name}: is missing (expected: bin/dist made it)"
    elif with_sbom:
        yield from differences(found, listed(sbom), sbom.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sbom", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--libraries", type=pathlib.Path, default=LIBRARIES, help="another list than build/libraries.sha256")
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.update:
        lines = [f"{digest}  {name}\n" for name, digest in jars(options.folder).items() if not name.startswith(OURS)]
        options.libraries.write_text("".join(lines), encoding="utf-8")
    wrong = list(mistakes(options.folder, options.libraries, options.sbom))
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        print("After a change of dependencies: bin/pins libraries, and read the diff. Otherwise what was fetched is not what was reviewed.", file=sys.stderr)
    return 3 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
