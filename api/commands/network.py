"""What was read of streets."""

import argparse
from dataclasses import asdict
from pathlib import Path

from api.commands.results import DONE, print_json


def show_network(options: argparse.Namespace) -> int:
    from api.screen import print_network
    from optimizer.network.osm import is_street_file
    from optimizer.network.report import summarise
    from scenarios.files import count_districts, load_network

    districts = count_districts(options.source)
    if districts:
        network = load_network(districts=districts)
    elif Path(options.source).exists() or is_street_file(Path(options.source)):
        network = load_network(osm=options.source)
    else:
        network = load_network(place=options.source, fresh=options.fresh)
    report = summarise(network)
    if options.json:
        print_json(asdict(report))
    else:
        print_network(report, options.words)
    return DONE
