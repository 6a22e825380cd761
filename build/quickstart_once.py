"""Makes the calls of the first minute, prints each request and answer, and exits 0 only if every answer is the expected one.

    python3 build/quickstart_once.py --base http://127.0.0.1:8080 --admin http://127.0.0.1:8090 --directory DIR \
        --key me_… --second-key me_… --second-name demo/app-2 --modeenvoy bin/modeenvoy --http-path /status
"""

import argparse
import http.client
import json
import subprocess
import sys
import time
import urllib.parse

WRONG_KEY = "me_live_7Qm2xk_thisIsNotAKeyAtAll"


class Answer:
    def __init__(self, status, headers, lines):
        self.status = status
        self.headers = headers
        self.lines = lines
        self.text = "".join(lines)

    def json(self):
        try:
            return json.loads(self.text)
        except ValueError:
            return {}

    def error(self):
        found = self.json().get("error")
        return found if isinstance(found, dict) else {}


def call(base, method, path, key=None, body=None):
    url = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    payload = None
    if body is not None:
        headers["content-type"] = "application/json"
        payload = json.dumps(body)
    connection.request(method, path, body=payload, headers=headers)
    response = connection.getresponse()
    lines = [line.decode("utf-8", "replace") for line in response]
    connection.close()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, lines)


class Journey:
    """Numbered steps, each a call and what is expected of it."""

    def __init__(self, args):
        self.args = args
        self.bad = 0
        self.model = None

    def title(self, text):
        print(f"\n# {text}", flush=True)

    def call(self, method, path, key=None, body=None, base=None):
        base = base or self.args.base
        shown = f"curl -s {base}{path}" if method == "GET" else f"curl -s -X {method} {base}{path}"
        shown += " -H 'authorization: Bearer $KEY'" if key == self.args.key else ""
        shown += f" -H 'authorization: Bearer {key[:15]}…'" if key and key != self.args.key else ""
        shown += f" -d '{json.dumps(body)}'" if body is not None else ""
        print(f"$ {shown}")
        answer = call(base, method, path, key, body)
        self.show(answer)
        return answer

    def show(self, answer):
        retry = f"  retry-after: {answer.headers['retry-after']}" if "retry-after" in answer.headers else ""
        print(f"{answer.status}{retry}")
        lines = [line.rstrip() for line in answer.lines if line.strip()]
        kept = lines if len(lines) <= 6 else [*lines[:3], f"… {len(lines) - 5} more events …", *lines[-2:]]
        for line in kept:
            print(line if len(line) <= 400 else line[:400] + " …")

    def expect(self, good, what):
        print(f"  {'ok' if good else 'NOT OK'}: {what}", flush=True)
        self.bad += 0 if good else 1

    def chat(self, **more):
        return {"model": self.model, "max_tokens": 16, "messages": [{"role": "user", "content": "Say hello"}], **more}


def models(journey):
    journey.title("Which models there are")
    answer = journey.call("GET", "/v1/models", journey.args.key)
    names = [model.get("id") for model in answer.json().get("data", [])]
    journey.expect(answer.status == 200 and names, f"200 with models (got {answer.status}, {names})")
    journey.model = journey.args.model or (names[0] if names else "small")


def chat(journey):
    journey.title("A chat")
    answer = journey.call("POST", "/v1/chat/completions", journey.args.key, journey.chat())
    choices = answer.json().get("choices") or [{}]
    content = choices[0].get("message", {}).get("content")
    journey.expect(answer.status == 200 and content, f"200 with content (got {answer.status}, {content!r})")
    journey.expect(answer.json().get("usage", {}).get("total_tokens", 0) > 0, "usage with tokens")


def stream(journey):
    journey.title("A streamed chat")
    answer = journey.call("POST", "/v1/chat/completions", journey.args.key, journey.chat(stream=True))
    last = [line.strip() for line in answer.lines if line.strip()][-1:]
    journey.expect(answer.status == 200 and last == ["data: [DONE]"], f"200 and [DONE] at the end (got {answer.status}, {last})")


def no_key(journey):
    journey.title("A call without a key")
    answer = journey.call("POST", "/v1/chat/completions", None, journey.chat())
    journey.expect(answer.status == 401 and answer.error().get("message"), f"401 that says why (got {answer.status}, {answer.error()})")


def wrong_key(journey):
    journey.title("A call with a wrong key")
    answer = journey.call("POST", "/v1/chat/completions", WRONG_KEY, journey.chat())
    journey.expect(answer.status == 401, f"401 (got {answer.status})")


def unknown_model(journey):
    journey.title("A model the route does not have")
    answer = journey.call("POST", "/v1/chat/completions", journey.args.key, journey.chat(model="no-such-model"))
    code = answer.error().get("code")
    journey.expect(answer.status == 404 and code == "model_not_found", f"404 model_not_found (got {answer.status}, {code})")


def http_route(journey):
    path = journey.args.http_path
    journey.title("The plain HTTP route, with a key and without")
    good = journey.call("GET", path, journey.args.key)
    journey.expect(good.status == 200, f"200 (got {good.status})")
    journey.expect(journey.args.key not in good.text, "the key stays at the gateway")
    bad = journey.call("GET", path)
    journey.expect(bad.status == 401, f"401 (got {bad.status})")


def revoked_key(journey):
    args = journey.args
    journey.title("A key is revoked")
    before = journey.call("POST", "/v1/chat/completions", args.second_key, journey.chat())
    journey.expect(before.status == 200, f"200 before (got {before.status})")
    print(f"$ modeenvoy key revoke DIR {args.second_name}")
    done = subprocess.run([args.modeenvoy, "key", "revoke", args.directory, args.second_name], check=False)
    end = time.monotonic() + 1.0
    journey.expect(done.returncode == 0, f"exit code 0 (got {done.returncode})")
    status = 0
    while status != 401 and time.monotonic() < end:
        status = call(args.base, "POST", "/v1/chat/completions", args.second_key, journey.chat()).status
        time.sleep(0.02)
    journey.expect(status == 401, f"401 within a second (got {status})")


def until_refused(journey, limit, path, body):
    """Calls until an answer is not 200; the number of good answers and the other one."""
    method = "GET" if body is None else "POST"
    for good in range(limit):
        answer = call(journey.args.base, method, path, journey.args.key, body)
        if answer.status != 200:
            return good, answer
    return limit, answer


def request_limit(journey):
    path = journey.args.http_path
    journey.title(f"{path} again and again, until its request limit")
    good, answer = until_refused(journey, 2000, path, None)
    print(f"… {good} good answers, then:")
    journey.show(answer)
    journey.expect(answer.status == 429, f"429 (got {answer.status})")
    journey.expect("retry-after" in answer.headers, "retry-after says when")


def token_budget(journey):
    journey.title("Chats as long as a coding agent's until the token budget is used up")
    long_chat = dict(journey.chat(max_tokens=32000), messages=[{"role": "user", "content": "word " * 20000}])
    good, answer = until_refused(journey, 100, "/v1/chat/completions", long_chat)
    print(f"… {good} good answers, then:")
    journey.expect(good > 0, "the first one fits")
    journey.show(answer)
    journey.expect(answer.status == 429, f"429 (got {answer.status})")
    journey.expect("retry-after" in answer.headers, "retry-after says when")
    journey.expect(bool(answer.error().get("message")), "the reason in OpenAI's error shape")


def budgets(journey):
    journey.title("What is left of the budgets")
    answer = journey.call("GET", "/budgets", base=journey.args.admin)
    found = answer.json().get("budgets", [])
    journey.expect(answer.status == 200 and found, f"200 with budgets (got {answer.status}, {len(found)} budgets)")
    over = [budget.get("id") for budget in found if not within(budget)]
    journey.expect(not over, f"no budget is overrun (got {over})")


def within(budget):
    return budget["settled"] + budget["reserved"] <= budget["limit"]


STEPS = [models, chat, stream, no_key, wrong_key, unknown_model, http_route, revoked_key, request_limit, token_budget, budgets]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["base", "admin", "directory", "key", "second-key", "second-name", "modeenvoy", "http-path"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--model", help="default: the first that /v1/models lists")
    journey = Journey(parser.parse_args())
    for step in STEPS:
        try:
            step(journey)
        except (OSError, http.client.HTTPException) as error:
            journey.expect(False, f"{step.__name__}: no answer ({type(error).__name__}: {error})")
    print(f"\n{'Every answer was the expected one.' if journey.bad == 0 else f'{journey.bad} expectations were not met.'}")
    return 0 if journey.bad == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
