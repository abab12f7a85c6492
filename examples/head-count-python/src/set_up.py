"""What it answers while an admin sets it up: each route is called while somebody waits, with what it is asked in meta.params."""

import re

WORDS = ["Guests", "Patients", "Students", "Visitors"]


def list_words(call, plugboard):
    """The options of a field, those that contain what was typed."""
    typed = call["meta"]["params"].get("search", "").lower()
    return 200, [{"label": word, "value": word} for word in WORDS if typed in word.lower()]


def check(call, plugboard):
    """Judges what the form gave: a refusal is shown to the admin, and of what is accepted only what we answer is saved."""
    payload = call["meta"]["params"]["payload"]
    word, limit = payload.get("word"), payload.get("limit")
    if word not in WORDS:
        return refused("Choose one of the words")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", str(limit)):
        return refused("How many may be in is a whole number from 1 to 999999")
    return 200, {"word": word, "limit": limit}


def refused(message):
    return 412, {"message": message}
