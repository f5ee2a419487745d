"""Closeknit beside its peers on one file, in one run: `python bench/peers.py [--messages 100000] [--pairs 5]`.

Peers are installed, pinned, into a folder of their own: chat-analytics (npm), chat-miner (PyPI), and a script
of pandas and networkx as an analyst would write it. What each does and does not do stands beside its figures.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import alternate, described, generated, machine, table

CHAT_ANALYTICS = "chat-analytics@1.1.2"
PYTHON_PEERS = ("chat-miner==0.6.0", "pandas==2.3.3", "networkx==3.5")
NOTES = {
    "closeknit --no-inference": "reads, ties, measures, judges, writes the report",
    "closeknit": "the same, and infers who answers whom",
    "chat-analytics": "one HTML of statistics, computed later in the reader's browser; no ties, no verdict",
    "chat-miner": "parses into a table; nothing else",
    "pandas + networkx": "parses, reply graph, reciprocity, transitivity, components, Gini; no report",
}
SCRIPT = """
import json, sys
import networkx as nx
import pandas as pd

data = json.load(open(sys.argv[1], encoding="utf-8"))
rows = [m for m in data["messages"] if m["type"] == "message"]
frame = pd.DataFrame({
    "id": [m["id"] for m in rows],
    "author": [m.get("from_id") for m in rows],
    "at": pd.to_datetime([int(m["date_unixtime"]) for m in rows], unit="s"),
    "reply": [m.get("reply_to_message_id") for m in rows],
    "text": ["".join(t if isinstance(t, str) else t["text"] for t in m["text"]) if isinstance(m["text"], list) else m["text"] for m in rows],
})
pairs = frame.merge(frame[["id", "author"]], left_on="reply", right_on="id", suffixes=("", "_to"))
pairs = pairs[pairs["author"] != pairs["author_to"]]
weights = pairs.groupby(["author", "author_to"]).size()
graph = nx.DiGraph()
graph.add_weighted_edges_from((u, v, w) for (u, v), w in weights.items())
counts = frame["author"].value_counts().sort_values().to_numpy()
n = len(counts)
gini = (2 * (counts * range(1, n + 1)).sum() / (n * counts.sum())) - (n + 1) / n
print(len(frame), n, nx.reciprocity(graph), nx.transitivity(graph.to_undirected()),
      len(max(nx.weakly_connected_components(graph), key=len)), gini, frame.set_index("at").resample("W").size().mean())
"""
MINER = """
import sys
from chatminer.chatparsers import TelegramJsonParser
parser = TelegramJsonParser(sys.argv[1])
parser.parse_file()
frame = parser.parsed_messages.get_df() if hasattr(parser.parsed_messages, "get_df") else parser.df
print(len(frame), len(set(frame["author"])))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "closeknit-bench")
    chosen = options.parse_args()
    path = generated("telegram", chosen.messages, chosen.cache)
    peers = installed(chosen.cache / "peers")
    (chosen.cache / "script.py").write_text(SCRIPT)
    (chosen.cache / "miner.py").write_text(MINER)
    ours = [
        sys.executable,
        "-m",
        "closeknit",
        "examine",
        str(path),
        "--timezone",
        "UTC",
        "--out",
        str(chosen.cache / "report"),
    ]
    commands = {
        "closeknit --no-inference": [*ours, "--no-inference"],
        "closeknit": ours,
        "chat-analytics": [
            str(peers / "node_modules/.bin/chat-analytics"),
            "-p",
            "telegram",
            "-i",
            str(path),
            "-o",
            str(chosen.cache / "peer.html"),
        ],
        "chat-miner": [str(peers / "bin/python"), str(chosen.cache / "miner.py"), str(path)],
        "pandas + networkx": [str(peers / "bin/python"), str(chosen.cache / "script.py"), str(path)],
    }
    print(machine(), "\n")
    print(described(path), "\n")
    counts = [
        subprocess.run(c, capture_output=True, text=True, check=True).stdout.split()[:2]
        for c in list(commands.values())[3:]
    ]
    mine = subprocess.run(
        [sys.executable, "-m", "closeknit", "read", str(path), "--json"], capture_output=True, text=True, check=True
    ).stdout
    print(
        f"messages and authors: chat-miner {counts[0]}, script {counts[1]}; rows read here, service rows too: {mine.split()[2]}\n"
    )
    print("\n".join(table(alternate(commands, chosen.pairs), "closeknit --no-inference")))
    print("\n" + "\n".join(f"- {name}: {note}" for name, note in NOTES.items()))


def installed(folder: Path) -> Path:
    """The peers in an environment of their own, made once."""
    if not (folder / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", *PYTHON_PEERS], check=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, CHAT_ANALYTICS], check=True
        )
        (folder / "made").touch()
    return folder


if __name__ == "__main__":
    main()
