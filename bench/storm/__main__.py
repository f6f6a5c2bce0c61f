"""The storm: 300 random changes a seed on both platforms, while everything that can go wrong goes wrong.

Launches, edits, swaps, pauses and undos are proposed for four ad accounts of two agencies; a third of them
are forbidden and have to be refused, each for its own reason. Real workers carry the others out, are killed
in the middle of their work and replaced, while the sandbox injects faults of every kind on both protocols.
In the end, what the raw SDKs read has to be what the database wants: nothing twice, nothing too much, nothing
lost; and the sandbox's monitor, which walks through every state that there ever was, may find no guardrail
broken.

A seed says what is proposed, where workers die and which calls go wrong; which worker meets which trouble is
left to the machine.

    python -m bench storm [--seeds=20] [--from=1] [--at-once=1] [--record]
"""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor

from bench.report import Report
from bench.scratch import scratch_database
from bench.storm.play import Outcome, Size, play

_SEEDS = 20
_LOG_LINES = 40
_MANY_PERCENT = {"refused": 30.0, "applied": 80.0}


def main() -> None:
    """Let the storms blow, print their table, and end with an error when anything was wrong."""
    logging.basicConfig(level=logging.ERROR)
    first, count = _option("--from", 1), _option("--seeds", _SEEDS)
    with ProcessPoolExecutor(_option("--at-once", 1)) as pool:
        found = list(pool.map(_blow, range(first, first + count)))
    outcomes = [each for each in found if each is not None]
    if outcomes:
        report = Report("storm", "The storm", "python -m bench storm --record")
        _fill(report, outcomes)
        report.publish()
    if len(outcomes) < count or not all(_is_good(each) for each in outcomes):
        sys.exit(1)


def _blow(seed: int) -> Outcome | None:
    """Let the storm of one seed blow and tell what it showed; None when it broke off."""
    with scratch_database() as (owner, folder):
        try:
            outcome = asyncio.run(play(owner, folder, seed, Size()))
        except Exception:
            traceback.print_exc()
            for log in folder.rglob("*.log"):
                print(f"{log.name} ends with:", *log.read_text().splitlines()[-_LOG_LINES:], sep="\n  ")
            print(f"The storm of seed {seed} broke off. {_again(seed)}", flush=True)
            return None
    _tell(outcome)
    return outcome


def _again(seed: int) -> str:
    return f"Again: python -m bench storm --seeds=1 --from={seed}"


def _option(name: str, otherwise: int) -> int:
    given = [each.partition("=")[2] for each in sys.argv[1:] if each.startswith(f"{name}=")]
    return int(given[-1]) if given else otherwise


def _is_good(outcome: Outcome) -> bool:
    enough = outcome.tally.refused_percent >= _MANY_PERCENT["refused"]
    return enough and outcome.tally.applied_percent >= _MANY_PERCENT["applied"] and not outcome.complaints


def _tell(outcome: Outcome) -> None:
    """Print what one seed showed, and how to repeat it when something was wrong."""
    shown = ", ".join(f"{name} {value}" for name, value in _row(outcome).items())
    print(f"seed {outcome.seed}: {shown}", flush=True)
    if not _is_good(outcome):
        for complaint in outcome.complaints:
            print(f"  {complaint}")
        print(f"  {_again(outcome.seed)}", flush=True)


def _row(outcome: Outcome) -> dict[str, str]:
    tally, verdict = outcome.tally, outcome.verdict
    return {
        "proposals": str(tally.proposals),
        "forbidden, refused": f"{tally.refused_percent:.0f} %",
        "allowed, applied": f"{tally.applied_percent:.0f} %",
        "kills": str(outcome.kills),
        "faults": f"{outcome.faults.total()} of {len(outcome.faults)} kinds",
        "tried again by a person": str(tally.helped.total()),
        "calls": str(outcome.calls),
        "leaps of time": str(outcome.leaps),
        "states seen": str(verdict.states),
        "duplicates": str(len(verdict.duplicates)),
        "orphans": str(len(verdict.orphans)),
        "lost": str(len(verdict.lost)),
        "breaches": str(len(verdict.breaches)),
        "otherwise wrong": str(len(outcome.complaints) - _counted(outcome)),
        "seconds": f"{outcome.seconds:.0f}",
    }


def _counted(outcome: Outcome) -> int:
    verdict = outcome.verdict
    return len(verdict.duplicates) + len(verdict.orphans) + len(verdict.lost) + len(verdict.breaches)


def _fill(report: Report, outcomes: list[Outcome]) -> None:
    """Put the sums, and a table of every seed, into the report."""
    tallies, verdicts = [each.tally for each in outcomes], [each.verdict for each in outcomes]
    report.add("proposals a seed", "", [each.proposals for each in tallies])
    report.add(
        "forbidden and refused, each for its reason",
        "%",
        [each.refused_percent for each in tallies],
        aim="≥ 30",
    )
    report.add("of those allowed, applied", "%", [each.applied_percent for each in tallies], aim="≥ 80")
    report.add("workers killed", "", [each.kills for each in outcomes])
    report.add("faults injected", "", [each.faults.total() for each in outcomes])
    for name in ("duplicates", "orphans", "lost", "breaches", "differences", "unlogged"):
        report.add(name, "", [len(getattr(each, name)) for each in verdicts], aim="0")
    report.add("a storm", "s", [each.seconds for each in outcomes])
    rows = [{"seed": str(each.seed), **_row(each)} for each in outcomes]
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + "---:|" * len(rows[0])]
    report.say("\n".join([*lines, *("| " + " | ".join(row.values()) + " |" for row in rows)]))
    kinds = sorted({kind for each in outcomes for kind in each.faults})
    report.say(f"Kinds of faults that were injected: {', '.join(kinds)}.")


if __name__ == "__main__":
    main()
