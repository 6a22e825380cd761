"""Drives an OpenAI-compatible endpoint with the official SDK, as an application does.

Prints one JSON line per check, {"check": ..., "ok": ..., ...}, and exits 0 only if every check is good.

    python openai_checks.py --base-url http://127.0.0.1:8080/v1 --key me_... --model small

Through a gateway the errors come from the gateway: a wrong key, an unknown model and, with --spent-key, a used-up budget.
With --direct the endpoint is the simulator itself, which is asked for the same errors by header.
"""

import argparse
import asyncio
import json
import sys
import traceback

import openai

QUESTION = [{"role": "user", "content": "Say hello to the gateway"}]
UNKNOWN = {"x_brand_new": {"deep": [1, {"two": "three"}], "flag": True}}


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def chat_plain(client, args):
    answer = client.chat.completions.create(model=args.model, messages=QUESTION)
    choice = answer.choices[0]
    expect(choice.message.role == "assistant" and choice.message.content, f"message: {choice.message} (expected: an answer)")
    expect(choice.finish_reason == "stop", f"finish_reason: {choice.finish_reason} (expected: stop)")
    usage = answer.usage
    expect(usage.prompt_tokens > 0 and usage.completion_tokens > 0, f"usage: {usage} (expected: both above 0)")
    expect(usage.total_tokens == usage.prompt_tokens + usage.completion_tokens, f"usage: {usage} (expected: total = sum)")
    return {"usage": usage.total_tokens}


def chat_max_tokens(client, args):
    answer = client.chat.completions.create(model=args.model, messages=QUESTION, max_tokens=2)
    expect(answer.choices[0].finish_reason == "length", f"finish_reason: {answer.choices[0].finish_reason} (expected: length)")
    expect(answer.usage.completion_tokens == 2, f"completion_tokens: {answer.usage.completion_tokens} (expected: 2)")


def chat_max_completion_tokens(client, args):
    answer = client.chat.completions.create(model=args.model, messages=QUESTION, max_completion_tokens=1)
    expect(answer.usage.completion_tokens == 1, f"completion_tokens: {answer.usage.completion_tokens} (expected: 1)")


def chat_stream(client, args):
    chunks = list(client.chat.completions.create(model=args.model, messages=QUESTION, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    expect(text, "content: empty (expected: an answer)")
    expect(all(len(chunk.choices) == 1 for chunk in chunks), "a chunk without choices (expected: none, no usage was asked for)")
    expect(all(chunk.usage is None for chunk in chunks), "a chunk with usage (expected: none, it was not asked for)")
    expect(chunks[-1].choices[0].finish_reason == "stop", f"last chunk: {chunks[-1]} (expected: finish_reason stop)")
    return {"chunks": len(chunks)}


def chat_stream_with_usage(client, args):
    chunks = list(
        client.chat.completions.create(
            model=args.model, messages=QUESTION, stream=True, stream_options={"include_usage": True}
        )
    )
    last = chunks[-1]
    expect(last.choices == [] and last.usage is not None, f"last chunk: {last} (expected: no choices, usage)")
    expect(all(chunk.usage is None for chunk in chunks[:-1]), "usage before the last chunk (expected: null)")
    expect(all("usage" in chunk.model_fields_set for chunk in chunks), "a chunk without the word usage (expected: null)")
    text_chunks = sum(1 for chunk in chunks[:-1] if chunk.choices[0].delta.content)
    expect(last.usage.completion_tokens == text_chunks, f"completion_tokens: {last.usage.completion_tokens} (expected: {text_chunks})")
    return {"usage": last.usage.total_tokens}


def chat_stream_left_early(client, args):
    with client.chat.completions.create(
        model=args.model, messages=QUESTION, stream=True, extra_headers={"x-sim-tokens": "500", "x-sim-chunk-ms": "2"}
    ) as stream:
        for _, _chunk in zip(range(3), stream):
            pass
    chat_plain(client, args)


def chat_async(_client, args):
    async def run():
        async with openai.AsyncOpenAI(base_url=args.base_url, api_key=args.key, max_retries=0, timeout=30) as client:
            answers = await asyncio.gather(
                *(client.chat.completions.create(model=args.model, messages=QUESTION, max_tokens=3) for _ in range(8))
            )
            stream = await client.chat.completions.create(model=args.model, messages=QUESTION, stream=True)
            return answers, [chunk async for chunk in stream]

    answers, chunks = asyncio.run(run())
    expect(all(answer.usage.completion_tokens == 3 for answer in answers), "a parallel answer without 3 tokens")
    expect(chunks[-1].choices[0].finish_reason == "stop", f"last chunk: {chunks[-1]} (expected: finish_reason stop)")


def completions(client, args):
    answer = client.completions.create(model=args.model, prompt="Once upon a time", max_tokens=5)
    expect(answer.choices[0].text, "text: empty (expected: an answer)")
    expect(answer.usage.completion_tokens == 5, f"completion_tokens: {answer.usage.completion_tokens} (expected: 5)")


def completions_stream(client, args):
    chunks = list(
        client.completions.create(
            model=args.model, prompt="Once upon a time", stream=True, stream_options={"include_usage": True}
        )
    )
    expect("".join(chunk.choices[0].text for chunk in chunks if chunk.choices), "text: empty (expected: an answer)")
    expect(chunks[-1].usage is not None, f"last chunk: {chunks[-1]} (expected: usage)")


def embeddings(client, args):
    answer = client.embeddings.create(model=args.embedding_model, input=["one two", "three"])
    expect(len(answer.data) == 2, f"data: {len(answer.data)} (expected: 2)")
    expect(all(isinstance(value, float) for item in answer.data for value in item.embedding), "not numbers")
    expect(answer.usage.prompt_tokens > 0, f"usage: {answer.usage} (expected: above 0)")
    floats = client.embeddings.create(model=args.embedding_model, input="three", encoding_format="float")
    same = max(abs(a - b) for a, b in zip(floats.data[0].embedding, answer.data[1].embedding))
    expect(same < 1e-6, f"float and base64 differ by {same} (expected: equal)")


def responses(client, args):
    answer = client.responses.create(model=args.model, input="Say hello", instructions="Be kind")
    expect(answer.status == "completed" and answer.output_text, f"answer: {answer.status} (expected: completed, with text)")
    expect(answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens, f"usage: {answer.usage}")


def responses_stream(client, args):
    events = list(client.responses.create(model=args.model, input="Say hello", stream=True))
    expect(events[0].type == "response.created", f"first event: {events[0].type} (expected: response.created)")
    expect(events[-1].type == "response.completed", f"last event: {events[-1].type} (expected: response.completed)")
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    expect(text == events[-1].response.output_text, f"deltas: {text!r} (expected: {events[-1].response.output_text!r})")
    expect(events[-1].response.usage.output_tokens > 0, "usage: none (expected: output_tokens above 0)")


def models_list(client, args):
    names = [model.id for model in client.models.list()]
    expect(args.model in names or args.direct, f"models: {names} (expected: {args.model} among them)")
    return {"models": names}


def unknown_fields(client, args):
    answer = client.chat.completions.create(model=args.model, messages=QUESTION, extra_body=UNKNOWN)
    echo = (answer.model_extra or {}).get("x_echo")
    expect(echo == UNKNOWN, f"x_echo: {echo} (expected: {UNKNOWN})")


def unknown_fields_streamed(client, args):
    chunks = list(client.chat.completions.create(model=args.model, messages=QUESTION, stream=True, extra_body=UNKNOWN))
    echo = (chunks[0].model_extra or {}).get("x_echo")
    expect(echo == UNKNOWN, f"x_echo: {echo} (expected: {UNKNOWN})")


def refused(kind, client, args, **request):
    try:
        client.chat.completions.create(messages=QUESTION, **{"model": args.model, **request})
    except kind as error:
        body = error.body if isinstance(error.body, dict) else {}
        expect(body.get("message"), f"error body: {error.body} (expected: a message)")
        return {"status": error.status_code, "code": body.get("code"), "message": body.get("message"),
                "retry_after": error.response.headers.get("retry-after")}
    raise AssertionError(f"answered (expected: {kind.__name__})")


def asked(args, status):
    return {"extra_headers": {"x-sim-status": status, "x-sim-retry-after": "1"}} if args.direct else {}


def wrong_key(_client, args):
    client = openai.OpenAI(base_url=args.base_url, api_key=args.wrong_key, max_retries=0, timeout=30)
    return refused(openai.AuthenticationError, client, args, **asked(args, "401"))


def wrong_key_streamed(_client, args):
    client = openai.OpenAI(base_url=args.base_url, api_key=args.wrong_key, max_retries=0, timeout=30)
    return refused(openai.AuthenticationError, client, args, stream=True, **asked(args, "401"))


def unknown_model(client, args):
    return refused(openai.NotFoundError, client, args, model="no-such-model", **asked(args, "404"))


def bad_request(client, args):
    return refused(openai.BadRequestError, client, args, max_tokens=-1)


def spent_budget(_client, args):
    client = openai.OpenAI(base_url=args.base_url, api_key=args.spent_key or args.key, max_retries=0, timeout=30)
    found = refused(openai.RateLimitError, client, args, **asked(args, "429"))
    expect(found["retry_after"], "retry-after: none (expected: seconds)")
    return found


CHECKS = [
    chat_plain, chat_max_tokens, chat_max_completion_tokens, chat_stream, chat_stream_with_usage, chat_stream_left_early, chat_async,
    completions, completions_stream, embeddings, responses, responses_stream, models_list, unknown_fields, unknown_fields_streamed,
    wrong_key, wrong_key_streamed, unknown_model, bad_request,
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", required=True, help="ends with /v1")
    parser.add_argument("--key", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--embedding-model", help="default: the same model")
    parser.add_argument("--wrong-key", default="me_live_wrong_wrong", help="a key that is refused")
    parser.add_argument("--spent-key", help="a key whose budget is used up; without it the 429 is not checked")
    parser.add_argument("--direct", action="store_true", help="the endpoint is the simulator itself")
    parser.add_argument("--only", action="append", help="names of checks; default: all")
    args = parser.parse_args()
    args.embedding_model = args.embedding_model or args.model
    return args


def run(check, client, args):
    try:
        found = check(client, args) or {}
        print(json.dumps({"check": check.__name__, "ok": True, **found}), flush=True)
        return True
    except Exception as error:  # every check reports, whatever went wrong in it
        line = traceback.extract_tb(error.__traceback__)[-1]
        print(json.dumps({"check": check.__name__, "ok": False, "error": f"{type(error).__name__}: {error}",
                          "at": f"{line.name}:{line.lineno}"}), flush=True)
        return False


def main():
    args = arguments()
    client = openai.OpenAI(base_url=args.base_url, api_key=args.key, max_retries=0, timeout=30)
    checks = CHECKS + ([spent_budget] if args.spent_key or args.direct else [])
    wanted = [check for check in checks if not args.only or check.__name__ in args.only]
    good = [run(check, client, args) for check in wanted]
    print(json.dumps({"passed": sum(good), "failed": len(good) - sum(good), "sdk": openai.__version__}), flush=True)
    return 0 if good and all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
