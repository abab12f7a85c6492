"""The process: settings, listener, log-in."""

import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jobs import sign_in, sign_out
from plugboard import Plugboard
from set_up import check, list_words
from signature import is_from_plugboard

BODY_LIMIT = 5 * 1024 * 1024

HANDLERS = {
    "/sign-in": sign_in,
    "/sign-out": sign_out,
    "/set-up/words": list_words,
    "/set-up/check": check,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Seconds that a client may keep us waiting.
    timeout = 15
    # Head and body of an answer leave together.
    wbufsize = -1

    def do_GET(self):
        # A body is not read: on a connection that went on it would be the next request.
        bodied = "content-length" in self.headers or "transfer-encoding" in self.headers
        self.answer(200, {"message": "The head count is running"}, close=bodied)

    def do_POST(self):
        if "transfer-encoding" in self.headers:
            return self.answer(501, {"message": "Send the body with a content-length"}, close=True)
        if len(self.headers.get_all("content-length", [])) > 1:
            return self.answer(400, {"message": "Say once how long the body is"}, close=True)
        length = self.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 10):
            return self.answer(411, {"message": "Say how long the body is"}, close=True)
        if int(length) > BODY_LIMIT:
            return self.answer(413, {"message": f"The body is over {BODY_LIMIT} bytes"}, close=True)
        body = self.rfile.read(int(length))
        # Before anything else, and over the bytes that arrived.
        if not is_from_plugboard(self.headers, body, self.server.secrets):
            return self.answer(401, {"message": "The signatures do not hold"})
        handle = HANDLERS.get(self.path)
        if handle is None:
            return self.answer(404, {"message": "There is nothing here"})
        try:
            reply = handle(json.loads(body), self.server.plugboard)
        except Exception as error:
            # A failed attempt: Plugboard tries again later.
            print(f"head-count: {self.path}: {error!r}", file=sys.stderr, flush=True)
            reply = 502, {"message": "Something went wrong"}
        self.answer(*reply)

    def answer(self, status, body, close=False):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    def __init__(self, address, secrets, plugboard):
        super().__init__(address, Handler)
        self.secrets = secrets
        self.plugboard = plugboard


def main():
    url, client_id = os.environ.get("PLUGBOARD_URL"), os.environ.get("CLIENT_ID")
    # The newest first. A secret has no spaces.
    secrets = os.environ.get("CLIENT_SECRET", "").split()
    if not (url and client_id and secrets):
        sys.exit("head-count: set PLUGBOARD_URL, CLIENT_ID and CLIENT_SECRET in the environment")

    plugboard = Plugboard(url, client_id, secrets[0])
    address = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "0"))
    server = Server(address, secrets, plugboard)
    print(f"head-count listening on http://localhost:{server.server_port}", flush=True)
    threading.Thread(target=log_in, args=[plugboard], daemon=True).start()

    def stop(*_):
        # From another thread, since it waits for the loop that this one runs.
        threading.Thread(target=server.shutdown).start()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    server.serve_forever()


def log_in(plugboard):
    """Proves that we know a new secret: from now on it signs X-Envoy-Signature. Failing that, the first call logs in."""
    try:
        plugboard.log_in()
    except OSError as error:
        print(f"head-count: {error}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
