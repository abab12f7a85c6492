"""Calls Plugboard."""

import base64
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

CALL_TIMEOUT = 3
"""In seconds. Plugboard gives an attempt 15; a slow one logs in and makes a call, twice."""
RENEW_EARLY = 60
"""A token is renewed so many seconds before it expires, so that none expires on its way."""


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the credentials somewhere else: it is an error like others."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


class Plugboard:
    """Logs in when it is first needed, and renews its token before it expires or when it is refused."""

    def __init__(self, url, client_id, client_secret):
        # RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
        credentials = ":".join(urllib.parse.quote(one, safe="") for one in (client_id, client_secret))
        self._basic = "Basic " + base64.b64encode(credentials.encode()).decode()
        self._url = url
        self._lock = threading.Lock()
        self._token = None
        self._renew_at = 0

    def log_in(self):
        self._access_token()

    def storage(self, install_id, commands):
        """Runs commands on what the install keeps, all or none, and gives their results."""
        body = json.dumps({"install_id": install_id, "commands": commands}).encode()
        access = self._access_token()
        try:
            return self._storage(access, body)
        except urllib.error.HTTPError as error:
            if error.code != 401:
                raise
            return self._storage(self._access_token(refused=access), body)

    def _storage(self, access, body):
        headers = {"Authorization": "Bearer " + access, "Content-Type": "application/json"}
        return self._post("/api/v2/plugin-services/storage", headers, body)["data"]

    def _access_token(self, refused=None):
        # One renewal, however many ask meanwhile. `refused` is a token that opens nothing any more.
        with self._lock:
            if self._token and self._token["access_token"] != refused and time.time() < self._renew_at:
                return self._token["access_token"]
            now = time.time()
            self._token = self._renewed()
            self._renew_at = now + self._token["expires_in"] - RENEW_EARLY
            return self._token["access_token"]

    def _renewed(self):
        if self._token:
            try:
                return self._ask(grant_type="refresh_token", refresh_token=self._token["refresh_token"])
            except OSError:
                pass
        return self._ask(grant_type="client_credentials", scope="plugin,token.refresh")

    def _ask(self, **grant):
        body = urllib.parse.urlencode(grant).encode()
        return self._post("/a/auth/v0/token", {"Authorization": self._basic}, body)

    def _post(self, path, headers, body):
        request = urllib.request.Request(self._url + path, body, headers)
        with opener.open(request, timeout=CALL_TIMEOUT) as answer:
            return json.load(answer)
