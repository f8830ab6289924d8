"""Compares heddle with ThreadSanitizer and Helgrind; see scripts/agreement, which calls this."""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import platform
import re
import subprocess
import sys

HEDDLE = "build/dev/heddle"
SECONDS = 5  # a native run takes milliseconds; what takes longer hangs
TSAN_RUNS = 200
HELGRIND_RUNS = 5  # each takes twenty times as long

DEADLOCKS = {"deadlock", "partial_deadlock", "self_deadlock", "lost_wakeup", "livelock"}

# Why a tool reports what heddle does not find, by tool, kind of report and model (a pattern);
# docs/agreement.md says more.
ATOMICS = "ordered by atomics, which Helgrind does not know"
GIVES_BACK = "who does not get the second lock gives back the first"
EXPLAINED = [
    ("Helgrind", "race", r"classic\.(bakery|dekker|double_checked|fast_mutex|filter_lock|peterson"
                         r"|read_copy_update|spsc_ring|szymanski|test_and_set_lock|ticket_lock)"
                         r"\.right", ATOMICS),
    ("Helgrind", "race", r"classic\.mcs_lock\.(hasty|right)", ATOMICS),
    ("Helgrind", "race", r"classic\.treiber_stack\.(lost_push|right)", ATOMICS),
    ("Helgrind", "lock order", r"classic\.coffman\.no_hold_and_wait", GIVES_BACK),
    ("Helgrind", "lock order", r"classic\.philosophers\.timeouts", GIVES_BACK),
    ("Helgrind", "lock order", r"classic\.transfer\.try_lock", GIVES_BACK),
    ("Helgrind", "lock order", r"tutorial\.deadlock\.timeout", GIVES_BACK),
    ("Helgrind", "race in heddle itself", r"classic\.thread_pool\.who_waits_helps",
     "the end of a value that shared_ptr counts"),
]
for each in ("race", "misuse"):
    EXPLAINED.append(("Helgrind", each, r"classic\.early_return\.left_locked",
                      "Helgrind takes the lock of the next run for the one left locked"))
for each in ("ThreadSanitizer", "Helgrind"):
    EXPLAINED += [
        (each, "lock order", r"classic\.coffman\.no_mutual_exclusion",
         "shared locks keep nobody out"),
        (each, "lock order", r"classic\.philosophers\.waiter", "a semaphore lets all but one in"),
    ]


@dataclasses.dataclass
class Seen:
    """What one of the three says about a model. Races are pairs of lines of models."""

    races: set = dataclasses.field(default_factory=set)
    # Helgrind: those at an atomic, which is never a race.
    atomics: set = dataclasses.field(default_factory=set)
    others: set = dataclasses.field(default_factory=set)  # `lock order`, `never ends`, `misuse`, ...

    def text(self):
        parts = []
        if self.races:
            parts.append("1 race" if len(self.races) == 1 else f"{len(self.races)} races")
        if self.atomics:
            parts.append("atomics")
        return ", ".join(parts + sorted(self.others))


def heddle_says(models):
    """By model, what a search with dpor finds."""
    command = [HEDDLE, "check", *models, "--strategy", "dpor", "--no-shrink", "--json", "-"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    said = {}
    for result in found["results"]:
        seen = said.setdefault(result["model"], Seen())
        for finding in result["findings"]:
            if finding["kind"] == "data_race":
                lines = [f"{one['file']}:{one['line']}" for one in finding["race"]["accesses"]]
                seen.races.add(tuple(sorted(lines)))
            else:
                seen.others.add(finding["kind"])
    return said


def model_line(stack):
    """The innermost line of a model in the text of a stack."""
    found = re.search(r"\bmodels/[\w/]+\.cpp:\d+", stack)
    return found.group() if found else None


def innermost(stack):
    """Where an access is made."""
    found = re.search(r"^ +(#0|at 0x).*", stack, re.M)
    return found.group() if found else ""


def add_race(seen, first, second):
    """A race between two accesses, each with its stack."""
    both = (first, second)
    lines = [model_line(stack) for stack in both]
    if all("plain_memory.hpp" in stack for stack in both):
        seen.races.add(tuple(sorted(line or "?" for line in lines)))
    elif any(re.search(r"/atomic(_base\.h)?:\d", innermost(stack)) for stack in both):
        seen.atomics.add(tuple(sorted(map(str, lines))))
    else:
        seen.others.add("race in heddle itself")


def read_tsan(text, seen):
    for report in re.split(r"^={18}$", text, flags=re.M):
        title = re.search(r"WARNING: ThreadSanitizer: (.*?) \(pid", report)
        if not title:
            continue
        if title.group(1) == "data race":
            stacks = re.split(r"\n\n", report)
            accesses = [each for each in stacks if re.search(r"^  (Previous )?(atomic )?(read|write)"
                                                             r" of size", each, re.M | re.I)]
            add_race(seen, accesses[0], accesses[1] if len(accesses) > 1 else "")
        elif "lock-order" in title.group(1):
            seen.others.add("lock order")
        elif re.search("mutex", title.group(1)):
            seen.others.add("misuse")
        else:
            seen.others.add(title.group(1))


def read_helgrind(text, seen):
    text = re.sub(r"^==\d+== ?", "", text, flags=re.M)
    for report in re.split(r"^-{64}$", text, flags=re.M):
        if "Possible data race" in report:
            # Before the first access it says where locks were made, after the second whose
            # memory it is.
            accesses = report.partition("Possible data race")[2].partition(" Address ")[0]
            first, _, second = accesses.partition("This conflicts with a previous")
            # It does not see how libraries make exceptions and reference counts safe.
            if not re.search(r"libgcc_s|_M_release", innermost(first) + innermost(second)):
                add_race(seen, first, second)
        elif "lock order" in report:
            seen.others.add("lock order")
        elif "dubious: associated lock is not held" in report:
            seen.others.add("notifies without the lock")
        elif "Exiting thread still holds" in report:
            seen.others.add("ends with a lock")
        elif re.search(r"unlocked a|destroy of|which is still|attempt to re-lock|Bug in", report):
            seen.others.add("misuse")


def run_natively(command, model, runs, read):
    """What a tool reports of so many runs, in one process, up to the first that never ends."""
    seen = Seen()
    try:
        ended = subprocess.run([*command, "--model", model, str(runs), str(SECONDS)],
                               capture_output=True, text=True, errors="replace",
                               timeout=60 + SECONDS)
        text, code = ended.stdout + ended.stderr, ended.returncode
    except subprocess.TimeoutExpired as late:
        parts = [part or b"" for part in (late.stdout, late.stderr)]
        text, code = b"".join(parts).decode(errors="replace"), 3
    read(text, seen)
    if code == 3:
        seen.others.add("never ends")
    elif code != 0:
        seen.others.add(f"exit code {code}")
    return seen


def tsan(model):
    # ThreadSanitizer of GCC 12 cannot live with all of today's address space randomisation.
    command = ["setarch", platform.machine(), "--addr-no-randomize", "env",
               "TSAN_OPTIONS=exitcode=0 second_deadlock_stack=1 report_thread_leaks=0",
               "build/tsan/tests/test_native"]
    return run_natively(command, model, TSAN_RUNS, read_tsan)


def helgrind(model):
    command = ["valgrind", "--tool=helgrind", "--fair-sched=yes", "--fullpath-after=",
               "--num-callers=40", "build/dev/tests/test_native"]
    return run_natively(command, model, HELGRIND_RUNS, read_helgrind)


def reason_for(tool, kind, model):
    """Why a tool may report this although heddle does not; nothing: there is no reason."""
    for of_tool, of_kind, pattern, reason in EXPLAINED:
        if of_tool == tool and of_kind == kind and re.fullmatch(pattern, model):
            return reason
    return None


def only_theirs(heddle, theirs):
    """What a tool reports and heddle does not, as (kind, text)."""
    for race in sorted(theirs.races - heddle.races):
        yield "race", " and ".join(race)
    stuck = heddle.others & DEADLOCKS
    for other in sorted(theirs.others):
        if other == "lock order":
            agrees = stuck or "potential_deadlock" in heddle.others
        elif other == "never ends":
            # Who waits for a task that has failed is not reported beside its failure.
            agrees = stuck or heddle.others & {"invariant", "exception", "misuse"}
        elif other == "ends with a lock":
            agrees = stuck or "leak" in heddle.others
        elif other == "notifies without the lock":
            agrees = "lost_wakeup" in heddle.others
        else:
            agrees = other == "misuse" and "misuse" in heddle.others
        if not agrees:
            yield other, other


def not_seen(heddle, theirs):
    """What heddle finds and a tool could have seen, but has not."""
    if heddle.races and not theirs.races:
        yield "race"
    if heddle.others & DEADLOCKS and not theirs.others & {"lock order", "never ends"}:
        yield "deadlock"


def compare(model, heddle, tools):
    """The verdict on a model, and what is not explained."""
    reasons, unexplained, silent = [], [], []
    for tool, theirs in tools.items():
        for kind, text in only_theirs(heddle, theirs):
            reason = reason_for(tool, kind, model)
            if reason is None:
                unexplained.append(f"{model}: {tool} reports {kind}: {text}")
            elif reason not in reasons:
                reasons.append(reason)
        silent += [f"{what} ({tool})" for what in not_seen(heddle, theirs)]
    if unexplained:
        return "NO", unexplained
    parts = [f"explained: {', '.join(reasons)}" if reasons else "yes"]
    if silent:
        parts.append(f"not seen: {', '.join(silent)}")
    return "; ".join(parts), []


def table(models):
    listed = json.loads(subprocess.run([HEDDLE, "list", *models, "--json", "-"],
                                       capture_output=True, text=True).stdout)["models"]
    said = heddle_says(models)
    def look_at(each):
        model = each["name"]
        tools = {"ThreadSanitizer": tsan(model), "Helgrind": helgrind(model)}
        return model, tools

    rows = ["| model | heddle | ThreadSanitizer | Helgrind | agree |",
            "| --- | --- | --- | --- | --- |"]
    unexplained = []
    workers = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
    for model, tools in workers.map(look_at, listed):
        verdict, missing = compare(model, said[model], tools)
        unexplained += missing
        cells = [said[model].text(), *(theirs.text() for theirs in tools.values()), verdict]
        rows.append(f"| {model} | " + " | ".join(cells) + " |")
    return "\n".join(rows), unexplained


def write_into(page, text):
    with open(page, encoding="utf-8") as file:
        old = file.read()
    begin, end = "<!-- table -->\n", "<!-- end of table -->"
    above, below = old.split(begin)[0], old.split(end)[1]
    with open(page, "w", encoding="utf-8") as file:
        file.write(f"{above}{begin}\n{text}\n\n{end}{below}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--page")
    parser.add_argument("models", nargs="*")
    wanted = parser.parse_args()
    rows, unexplained = table(wanted.models)
    if wanted.page:
        write_into(wanted.page, rows)
    else:
        print(rows)
    for each in unexplained:
        print(f"not explained: {each}", file=sys.stderr)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
