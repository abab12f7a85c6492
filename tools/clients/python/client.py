"""Makes a space and reads it back, with a client that openapi-python-client made."""

import json
import os

from plugboard import AuthenticatedClient
from plugboard.api.spaces import create_space, get_space
from plugboard.models import NewSpace, Space

client = AuthenticatedClient(
    base_url=os.environ["PLUGBOARD_URL"], token=os.environ["PLUGBOARD_HOST_KEY"]
)
made = create_space.sync(client=client, body=NewSpace(name="Acme", plan_level=2))
assert isinstance(made, Space), made
space = get_space.sync(made.id, client=client)
assert isinstance(space, Space), space
print(json.dumps({"id": space.id, "name": space.name, "planLevel": space.plan_level}), end="")
