"""What happens at each event. A reply is a status and a body; the status is the verdict on the job: 200 done, 400 ignored, 412 failed."""

import hashlib


def sign_in(delivery, plugboard):
    """Counts a visitor in."""
    visit = find_visit(delivery, plugboard)
    if visit is None:
        return NO_IDENTIFIER
    key, identifier, is_in, count = visit
    if is_in:
        return ignored("They are in already")
    effects = [
        {"action": "set", "key": key, "value": identifier},
        {"action": "increment", "key": "count"},
    ]
    return counted(delivery, count + 1, effects)


def sign_out(delivery, plugboard):
    """Counts a visitor out."""
    visit = find_visit(delivery, plugboard)
    if visit is None:
        return NO_IDENTIFIER
    key, _, is_in, count = visit
    if not is_in:
        return ignored("They were not in")
    effects = [
        {"action": "unset", "key": key},
        {"action": "increment", "key": "count", "by": -1},
    ]
    return counted(delivery, count - 1, effects)


# Failed for good: trying again would not help, so somebody has to look at what the host sends.
NO_IDENTIFIER = 412, {"message": "The event has no identifier, so nobody could be counted out again"}


def ignored(message):
    return 400, {"message": message}


def find_visit(delivery, plugboard):
    meta = delivery["meta"]
    # The host's name for the visit, such as vr:entry:19: the same when they sign in and out.
    identifier = meta["job"]["identifier"]
    if identifier is None:
        return None
    # An identifier may be longer than a key.
    key = "in:" + hashlib.sha256(identifier.encode()).hexdigest()
    visit, count = plugboard.storage(
        meta["install_id"], [{"action": "get", "key": key}, {"action": "get", "key": "count"}]
    )
    return key, identifier, visit is not None, count["value"] if count else 0


def counted(delivery, count, effects):
    # We change nothing ourselves: Plugboard makes these effects together with the verdict, once, or not at all. So a delivery that comes
    # twice counts once, and there is nothing for us to remember. `count` is what they lead to, unless others come at the same moment.
    config = delivery["meta"]["config"]
    too_many = ", too many" if count > int(config["limit"]) else ""
    return 200, {
        "message": f"{config['word']} inside: {count} of {config['limit']}{too_many}",
        "attachments": [{"type": "text", "label": "Inside", "value": str(count)}],
        "effects": {"storage": effects},
    }
