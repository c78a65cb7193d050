"""A reference assignment callback for Twilio TaskRouter: it keeps the quota of an exported plan.

It answers TaskRouter's assignment callback and listens to its events. What it decides stands in
``quota_books.py``, ``quota_gates.py``, ``quota_moments.py`` and ``quota_settings.py`` beside it;
Python's standard library is all that they need. Copy the five and build on them: a real one writes
the attributes back through Twilio's REST API (``send`` below), keeps its books where a restart does
not lose them, and checks the signature.

    python assignment_callback.py twilio/callback.json --port 8080
"""

import argparse
import base64
import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from quota_books import Book, close, counters, exceeded, hand_out, take_back, up_to_date
from quota_settings import Attributes, Settings, queue_of, read_settings

TAKEN_BACK = {f"reservation.{how}" for how in ("canceled", "rejected", "rescinded", "timeout")}
ENDED = "reservation.completed"

Form = Mapping[str, str]
Write = Callable[[str, Attributes], None]
"""Called with the SID of a worker and its new attributes."""


@dataclass
class Callback:
    """The books of all workers, and what is answered by them."""

    settings: Settings
    write: Write
    clock: Callable[[], float] = time.time
    books: dict[str, Book] = field(default_factory=dict)  # by agent
    breaches: list[str] = field(default_factory=list)  # tasks handed out beyond the quota

    def assignment(self, form: Form) -> dict[str, str]:
        """Return the instruction for a reservation: accept it, or reject it beyond the quota.

        A real callback says dequeue or conference for calls. Where the steps of the plan end in
        a breach, a task that has waited so long is accepted all the same, and noted.
        """
        now, worker = self.clock(), json.loads(form["WorkerAttributes"])
        book = self._book(worker, now)
        queue = queue_of(self.settings, json.loads(form["TaskAttributes"]))
        hostile = self.settings.queues[queue]["hostile"]
        form_passed = exceeded(self.settings, worker, book, now, queue) if hostile else None
        if form_passed is not None and not self._may_breach(float(form.get("TaskAge", 0))):
            self._keep(form["WorkerSid"], worker, book, now)
            return {"instruction": "reject"}
        if form_passed is not None:
            self.breaches.append(form["TaskSid"])
        book = hand_out(self.settings, book, form["TaskSid"], queue, now)
        self._keep(form["WorkerSid"], worker, book, now)
        return {"instruction": "accept"}

    def event(self, form: Form) -> float:
        """Take note of an event, and return for how many seconds the worker is to cool down.

        The agent marks the truth of a contact in the task attribute was_hostile.
        """
        if "WorkerAttributes" not in form:
            return 0.0
        now, worker = self.clock(), json.loads(form["WorkerAttributes"])
        book, kind = self._book(worker, now), form["EventType"]
        if kind in TAKEN_BACK:
            book = take_back(book, form["TaskSid"])
        elif kind == ENDED:
            said = json.loads(form.get("TaskAttributes", "{}")).get("was_hostile")
            book = close(self.settings, book, form["TaskSid"], said, now)
        self._keep(form["WorkerSid"], worker, book, now)
        cools = kind == ENDED and worker["cool_down_seconds"] > 0
        return cool_down_seconds(worker, book) if cools else 0.0

    def _may_breach(self, age_seconds: float) -> bool:
        quota = self.settings.quota
        steps = quota["steps"] if quota is not None else ()
        return any(one["then"] == "breach" and age_seconds >= one["after_seconds"] for one in steps)

    def _book(self, worker: Attributes, now: float) -> Book:
        agent = worker["agent_id"]
        return up_to_date(self.settings, agent, self.books.get(agent, Book()), now)

    def _keep(self, sid: str, worker: Attributes, book: Book, now: float) -> None:
        self.books[worker["agent_id"]] = book
        changed = {**worker, **counters(self.settings, worker, book, now)}
        if changed != worker:
            self.write(sid, changed)


def cool_down_seconds(worker: Attributes, book: Book) -> float:
    """Return for how long a worker who has just closed a task is to take nothing new."""
    due = book.hostile_run >= worker["cool_down_after_run"]
    return float(worker["cool_down_seconds"]) if due else 0.0


def with_sids(workflow: Any, sids: Mapping[str, str]) -> Any:
    """Return a workflow in which task queues stand by SID, as Twilio wants them."""
    if isinstance(workflow, list):
        return [with_sids(one, sids) for one in workflow]
    if not isinstance(workflow, dict):
        return workflow
    return {
        key: sids[value] if key == "queue" else with_sids(value, sids)
        for key, value in workflow.items()
    }


def request_of(
    workspace: str, sid: str, attributes: Attributes, account: str, token: str
) -> urllib.request.Request:
    """Return the request that writes a worker's attributes."""
    secret = base64.b64encode(f"{account}:{token}".encode()).decode()
    return urllib.request.Request(
        f"https://taskrouter.twilio.com/v1/Workspaces/{workspace}/Workers/{sid}",
        data=urlencode({"Attributes": json.dumps(attributes)}).encode(),
        headers={"Authorization": f"Basic {secret}"},
        method="POST",
    )


def send(sid: str, attributes: Attributes) -> None:
    """Write a worker's attributes through the REST API, with the account of the environment."""
    said = (os.environ[f"TWILIO_{name}"] for name in ("WORKSPACE_SID", "ACCOUNT_SID", "AUTH_TOKEN"))
    workspace, account, token = said
    with urllib.request.urlopen(request_of(workspace, sid, attributes, account, token), timeout=10):
        pass


def show(sid: str, attributes: Attributes) -> None:
    """Write a worker's attributes to standard output, for trying out."""
    sys.stdout.write(f"{sid} {json.dumps(attributes)}\n")
    sys.stdout.flush()


def handler_of(callback: Callback) -> type[BaseHTTPRequestHandler]:
    """Return a handler for POST /assignment and POST /event."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer TaskRouter."""
            length = int(self.headers.get("Content-Length", 0))
            fields = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
            form = {name: values[0] for name, values in fields.items()}
            if self.path == "/assignment":
                self._answer(200, callback.assignment(form))
            elif self.path == "/event":
                seconds = callback.event(form)
                self._answer(200, {"cool_down_seconds": seconds} if seconds else {})
            else:
                self._answer(404, {"error": "post to /assignment or /event"})

        def _answer(self, status: int, data: Mapping[str, object]) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Keep the quota of an exported plan.")
    parser.add_argument("settings", type=Path, help="callback.json of the export")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--send", action="store_true", help="write attributes to Twilio")
    said = parser.parse_args()
    settings = read_settings(said.settings.read_text(encoding="utf-8"))
    callback = Callback(settings, send if said.send else show)
    HTTPServer(("", said.port), handler_of(callback)).serve_forever()


if __name__ == "__main__":
    main()
