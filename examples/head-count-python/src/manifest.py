"""What the plugin declares to Plugboard. `python3 manifest.py http://localhost:4900` prints the body of POST /platform/v1/plugins."""

import json
import sys


def manifest(url):
    """url: where Plugboard reaches the plugin"""
    return {
        "name": "Head count in Python",
        "slug": "head-count-python",
        "intro": "Knows how many people are in.",
        "author": "Plugboard examples",
        "categories": ["front desk", "safety"],
        "events": [
            {"name": "entry_sign_in", "url": f"{url}/sign-in"},
            {"name": "entry_sign_out", "url": f"{url}/sign-out"},
        ],
        "setup_steps": [
            {
                "type": "form",
                "title": "Who is counted",
                "validation_url": f"{url}/set-up/check",
                "fields": [
                    {
                        "key": "word",
                        "type": "select",
                        "label": "What are they called?",
                        "required": True,
                        "options_url": f"{url}/set-up/words",
                        "searchable": True,
                    },
                    {
                        "key": "limit",
                        "type": "text",
                        "label": "How many may be in at a time?",
                        "required": True,
                    },
                ],
            }
        ],
    }


if __name__ == "__main__":
    print(json.dumps(manifest(sys.argv[1])))
