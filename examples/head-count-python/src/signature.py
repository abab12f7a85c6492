"""Proves that a request comes from Plugboard."""

import base64
import hmac
import re
import time

TOLERANCE = 300
"""How far webhook-timestamp may be from our clock, in seconds, either way."""


def is_from_plugboard(headers, body, secrets):
    """Whether Plugboard sent a request: whether both signatures hold, and it is not an old one that somebody sends again.

    headers: a mapping that does not care about case, such as that of http.server
    body: the bytes as they arrived; JSON that was parsed and printed again is not the same bytes
    secrets: the client secret, and while it is being rotated the one before as well
    """

    def header(name):
        return (headers.get(name) or "").encode(errors="replace")

    timestamp = header("webhook-timestamp")
    if not re.fullmatch(rb"[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE:
        return False

    signed = b".".join([header("webhook-id"), timestamp, body])
    # One signature for each secret that is alive: one that matches is enough.
    signatures = header("webhook-signature").split(b" ")
    webhook = envoy = False
    for secret in secrets:
        expected = b"v1," + sign(secret, signed)
        webhook |= any(hmac.compare_digest(given, expected) for given in signatures)
        envoy |= hmac.compare_digest(header("x-envoy-signature"), sign(secret, body))
    return webhook and envoy


def sign(secret, signed):
    return base64.b64encode(hmac.digest(secret.encode(), signed, "sha256"))
