"""Checks a Grafana dashboard's layout and prints its queries as recording rules.

promtool then parses them: a query with a typo shows an empty panel and nobody
knows whether all is well or nothing is measured.
"""

import json
import sys

import yaml

COLUMNS = 24
VARIABLES = {"$__rate_interval": "5m", "$__range": "6h"}


def overlap(a, b):
    return (
        a["x"] < b["x"] + b["w"]
        and b["x"] < a["x"] + a["w"]
        and a["y"] < b["y"] + b["h"]
        and b["y"] < a["y"] + a["h"]
    )


def layout_problems(panels):
    ids = [panel["id"] for panel in panels]
    if len(set(ids)) != len(ids):
        yield "two panels share an id"
    for index, panel in enumerate(panels):
        place = panel["gridPos"]
        if place["x"] + place["w"] > COLUMNS:
            yield f"{panel['title']}: wider than the grid"
        for other in panels[index + 1 :]:
            if overlap(place, other["gridPos"]):
                yield f"{panel['title']} lies over {other['title']}"


def queries(panels):
    for panel in panels:
        for target in panel.get("targets", []):
            query = target["expr"]
            for variable, value in VARIABLES.items():
                query = query.replace(variable, value)
            yield panel["title"], query


def main(path):
    with open(path, encoding="utf-8") as file:
        panels = json.load(file)["panels"]
    problems = list(layout_problems(panels))
    for title, query in queries(panels):
        if "$" in query:
            problems.append(f"{title}: unknown variable in {query}")
    if problems:
        sys.exit("\n".join(problems))
    rules = [
        {"record": f"dashboard:query:{number}", "expr": query}
        for number, (_, query) in enumerate(queries(panels))
    ]
    print(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))


if __name__ == "__main__":
    main(sys.argv[1])
