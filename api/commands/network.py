"""What was read of streets."""

import argparse
from dataclasses import asdict
from pathlib import Path

from api.commands.results import DONE, print_json

STREET_FILES = (".osm", ".pbf", ".graphml", ".xml", ".gz", ".bz2")


def show_network(options: argparse.Namespace) -> int:
    from api.screen import print_network
    from optimizer.network.report import summarise
    from scenarios.files import DISTRICT, load_network

    if options.source == DISTRICT:
        network = load_network()
    elif Path(options.source).exists() or options.source.endswith(STREET_FILES):
        network = load_network(osm=options.source)
    else:
        network = load_network(place=options.source)
    report = summarise(network)
    if options.json:
        print_json(asdict(report))
    else:
        print_network(report, options.words)
    return DONE
